"""Beside biip, where it is installed: random numbers and texts mean the same to both, but for what is written here."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from gs1 import ErrorCode, Gs1Error, check_digit
from gs1.circulation_rules import regions
from gs1.readings import readings
from gs1.upc import Upc
from gs1.zero_suppression import suppress_upc_a
from tests.gs1 import key_calls
from tests.gs1.vector_calls import typed

WHY = "biip is not installed: it is an oracle for differential tests only"
biip = pytest.importorskip("biip", reason=WHY)
PeerGtin = pytest.importorskip("biip.gtin", reason=WHY).Gtin
PeerUpc = pytest.importorskip("biip.upc", reason=WHY).Upc
if not key_calls.TABLE.exists():
    pytest.skip("without the shared table of company prefixes biip knows more of them than we", allow_module_level=True)
NUMBERS = 1500
Json = Any  # what a peer says, of any shape


def either(call: Callable[..., Json], text: str, **given: Json) -> Json:
    """What a call says, or that it refuses."""
    try:
        return call(text, **given)
    except (Gs1Error, biip.ParseError):
        return "refused"


def their_gtin(text: str, **options: Json) -> Json:
    return gtin_words(PeerGtin.parse(text, config=biip.ParseConfig(**options)))


def gtin_words(gtin: Json) -> Json:
    usage, region = getattr(gtin, "usage", None), getattr(gtin, "region", None)
    return key_calls.said(
        value=gtin.value,
        format=str(gtin.format),
        payload=gtin.payload,
        packaging_level=gtin.packaging_level,
        item_reference=gtin.item_reference,
        check_digit=gtin.check_digit,
        prefix=gtin.prefix and gtin.prefix.value,
        company_prefix=gtin.company_prefix and gtin.company_prefix.value,
        rcn_usage=usage and usage.name,
        region=region and region.name,
        weight=key_calls.plain(getattr(gtin, "weight", None)),
        price=key_calls.plain(getattr(gtin, "price", None)),
        count=getattr(gtin, "count", None),
    )


def our_gtin(text: str, **options: Json) -> Json:
    parts = key_calls.gtin_parts(text, options)
    return {name: value for name, value in parts.items() if name != "money"}


def complete(payload: str) -> str:
    return payload + check_digit(payload)


def digits(chance: random.Random, *lengths: int) -> str:
    return "".join(chance.choices("0123456789", k=chance.choice(lengths)))


@pytest.mark.parametrize("region", [region.code.lower() for region in regions()])
@pytest.mark.parametrize("verify", [True, False])
def test_restricted_numbers_say_the_same_in_every_region(region: str, *, verify: bool) -> None:
    chance = random.Random(f"{region}{verify}")
    for _ in range(NUMBERS):
        head = chance.choice(("2", "02", "04", "4", "", str(chance.randint(20, 29))))
        text = complete((head + digits(chance, 12))[: chance.choice((7, 11, 12, 12, 12))])
        text = text.zfill(chance.choice((len(text), 14)))
        options = {"rcn_region": region, "rcn_verify_variable_measure": verify}
        assert either(our_gtin, text, **options) == either(their_gtin, text, **options), text


def test_any_digits_are_the_same_gtin_or_none_to_both() -> None:
    chance = random.Random("gtins")
    for _ in range(NUMBERS):
        payload = digits(chance, 7, 11, 12, 13)
        zeros = chance.choice((0, chance.randint(0, 9)))
        text = complete(("0" * zeros + payload)[: len(payload)])
        text = text if chance.random() < 0.9 else text[:-1] + digits(chance, 1)
        assert either(our_gtin, text) == either(their_gtin, text), text


def test_upc_e_is_expanded_suppressed_and_refused_alike() -> None:
    chance = random.Random("upc")
    for _ in range(NUMBERS):
        text = chance.choice("01234") + digits(chance, 5, 6, 7)
        if len(text) == 8 and text[0] in "01":
            text = text[:7] + Upc.parse(text[:7]).check_digit
        ours, theirs = either(Upc.parse, text), either(PeerUpc.parse, text)
        if ours == "refused" or theirs == "refused":
            assert ours == theirs, text
            continue
        assert (ours.upc_a(), ours.payload) == (theirs.as_upc_a(), theirs.payload)
        assert suppress_upc_a(ours.upc_a()) == PeerUpc.parse(theirs.as_upc_a()).as_upc_e()


def texts() -> Iterator[str]:
    """Digits of the lengths that several forms share, and scan data of each kind."""
    chance = random.Random("anything")
    for _ in range(NUMBERS):
        text = digits(chance, 6, 7, 8, 8, 12, 13, 14, 16, 18, 20)
        gtin = complete(digits(chance, 13))
        yield from (text, complete(text[:-1]), f"01{gtin}", f"00{complete(text.zfill(17)[-17:])}")
        yield from (f"]d201{gtin}10{text}", f"]E0{complete(gtin[:12])}", f"]E4{complete(gtin[:7])}")
        yield f"]e001{complete('00' + gtin[:11])}"


def differs_by_the_standard(text: str) -> bool:
    """Where the standard refuses or allows what the peer does not.

    The peer cuts an element at its greatest length where the separator is missing, and wants five characters of a
    component (8010) that may have one.
    """
    codes = {problem.code for problem in readings(text).problems}
    return ErrorCode.AI_DATA_IS_TOO_LONG in codes or "8010" in text


def our_readings(text: str) -> Json:
    told = key_calls.readings_parts(readings(text), {}, typed)
    return key_calls.said(
        gtin=told.get("gtin"),
        upc=told.get("upc", {}).get("value"),
        sscc=told.get("sscc", {}).get("value"),
        pairs=told.get("gs1_message", {}).get("pairs"),
    )


def their_readings(text: str) -> Json:
    found = biip.parse(text)
    message = found.gs1_message
    return key_calls.said(
        gtin=found.gtin and gtin_words(found.gtin),
        upc=found.upc and found.upc.value,
        sscc=found.sscc and found.sscc.value,
        pairs=message and [[one.ai.ai, one.value] for one in message.element_strings],
    )


def test_a_text_has_the_same_readings() -> None:
    for text in texts():
        if not differs_by_the_standard(text):
            assert our_readings(text) == their_readings(text), text
