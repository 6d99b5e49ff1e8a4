"""The public call behind the vectors about keys, prefixes and texts with several readings."""

from __future__ import annotations

import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from gs1 import Gln, Gs1Error, Gtin, GtinFormat, Message, Sscc
from gs1.company_prefixes import CompanyPrefixTable, shipped_table
from gs1.keys import Key
from gs1.prefixes import PrefixState, prefix_of
from gs1.readings import Readings
from gs1.restricted_circulation import RestrictedNumber, restricted_number
from gs1.upc import Upc

Json = Any  # a vector is JSON of any shape
SHARED = Path(os.environ.get("MEDREG_SHARED") or Path(__file__).resolve().parents[3] / "shared")
TABLE = SHARED / "data" / "gs1" / "gcp-length-ranges.csv"
PREFIXES = CompanyPrefixTable.load(TABLE) if TABLE.exists() else shipped_table()


def said(**parts: Json) -> dict[str, Json]:
    """The parts that are there: the peer leaves out what it does not know."""
    return {name: value for name, value in parts.items() if value is not None}


def gtin_parts(text: str, given: dict[str, Json]) -> Json:
    gtin = Gtin.parse(text.strip())
    restricted = restricted_number(gtin, given.get("rcn_region"), verify=given.get("rcn_verify_variable_measure", True))
    return said(
        value=text.strip(),
        format=gtin.format.value,
        payload=gtin.payload,
        packaging_level=gtin.indicator if gtin.format is GtinFormat.GTIN_14 else None,
        item_reference=gtin.item_reference(PREFIXES),
        **key_parts(gtin),
    ) | (circulation_parts(restricted) if restricted else {})


def circulation_parts(number: RestrictedNumber) -> dict[str, Json]:
    money = None
    if number.measure and number.measure.currency:
        money = {"amount": plain(number.price), "currency": number.measure.currency}
    return said(
        rcn_usage=number.circulation.name,
        region=number.region.name if number.region else None,
        item_reference=number.item_reference,
        weight=plain(number.weight),
        price=plain(number.price),
        count=number.count,
        money=money,
    )


def plain(amount: Decimal | None) -> str | None:
    """A number without the zeros after its last decimal, as the peer divides it."""
    return None if amount is None else f"{amount.normalize():f}"


def key_parts(key: Gtin | Gln | Sscc) -> dict[str, Json]:
    prefix = key.prefix
    return said(
        check_digit=int(key.check_digit),
        prefix=None if prefix.state is PrefixState.UNKNOWN else prefix.digits,
        company_prefix=key.company_prefix(PREFIXES),
    )


def sscc_parts(text: str, given: dict[str, Json]) -> Json:
    sscc = Sscc.parse(text.strip())
    return said(value=sscc.text, extension_digit=sscc.extension, payload=sscc.payload, **key_parts(sscc))


def gln_parts(text: str, given: dict[str, Json]) -> Json:
    gln = Gln.parse(text.strip())
    return said(value=gln.text, payload=gln.payload, **key_parts(gln))


def upc_parts(text: str, given: dict[str, Json]) -> Json:
    upc = Upc.parse(text.strip())
    return said(
        value=text.strip(),
        format=upc.format.value,
        payload=upc.payload,
        number_system_digit=upc.number_system,
        check_digit=int(upc.check_digit),
    )


def prefix_parts(text: str, given: dict[str, Json]) -> Json:
    prefix = prefix_of(text)
    return None if prefix.state is PrefixState.UNKNOWN else {"prefix": prefix.digits}


def company_prefix_parts(text: str, given: dict[str, Json]) -> Json:
    found = PREFIXES.prefix_of(text)
    return None if found is None else {"company_prefix": found}


def company_prefix_of(key: Key | None) -> str | None:
    """The company prefix of an element's key."""
    return None if key is None else key.company_prefix(PREFIXES)


def readings_parts(found: Readings, given: dict[str, Json], typed: Callable[[Message], Json]) -> Json:
    """All readings of one text, in the words of the peer."""
    return said(
        value=found.text,
        symbology_identifier=found.symbology and {"value": str(found.symbology), "modifiers": found.symbology.modifier},
        gtin=gtin_parts(_printed_gtin(found), given) if found.gtin else None,
        upc=upc_parts(_printed_upc(found.upc, found), given) if found.upc else None,
        sscc=sscc_parts(found.sscc.text, given) if found.sscc else None,
        gs1_message=typed(found.message) if found.message else None,
        gs1_digital_link_uri=typed(found.digital_link) if found.digital_link else None,
    )


def _printed_gtin(found: Readings) -> str:
    """The GTIN as it stood in the text, else with the digits of the message that names it or of the UPC."""
    body = found.text.removeprefix(str(found.symbology or ""))
    message = found.message or found.digital_link
    if _or_none(Gtin, body) == found.gtin:
        return body
    return found.upc.upc_a() if found.upc and not (message and message.gtin) else str(found.gtin)


def _printed_upc(upc: Upc, found: Readings) -> str:
    """The UPC as it stood in the text, else with all its digits."""
    return found.text if _or_none(Upc, found.text) == upc else upc.text


def _or_none(kind: type[Gtin] | type[Upc], text: str) -> Gtin | Upc | None:
    try:
        return kind.parse(text)
    except Gs1Error:
        return None
