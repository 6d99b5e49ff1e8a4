"""Which application identifiers carry a key, and which key it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from gs1.assets import Giai, Grai
from gs1.component_parts import Cpid
from gs1.documents import Gcn, Gdti
from gs1.errors import Gs1Error, Problem
from gs1.gln import Gln
from gs1.gmn import Gmn
from gs1.gtin import Gtin
from gs1.keys import Key, zero_problem
from gs1.services import Gsrn, GsrnProvider
from gs1.shipments import Ginc, Gsin
from gs1.sscc import Sscc
from gs1.trade_item_pieces import Itip

KEY_AIS: Mapping[str, type[Key]] = MappingProxyType({
    "00": Sscc, "01": Gtin, "02": Gtin, "03": Gtin, "253": Gdti, "255": Gcn, "401": Ginc, "402": Gsin,
    "410": Gln, "411": Gln, "412": Gln, "413": Gln, "414": Gln, "415": Gln, "416": Gln, "417": Gln,
    "8003": Grai, "8004": Giai, "8006": Itip, "8010": Cpid, "8013": Gmn, "8017": GsrnProvider, "8018": Gsrn,
    "8026": Itip,
})  # fmt: skip
"""The key that each AI carries (GS1 General Specifications 3.2)."""


def key_of(ai: str, value: str) -> Key | None:
    """Return the value of `ai` as a key, or None where the AI carries none; raise `Gs1Error` for a faulty value.

    A GTIN is read with 8, 12 or 13 digits too (GS1 General Specifications 3.2).

    >>> key_of("8004", "8931234567BED-12")
    Giai(text='8931234567BED-12')
    """
    kind = KEY_AIS.get(ai)
    return None if kind is None else kind.parse(value)


def readable_key(ai: str, value: str) -> Key | None:
    """The value of `ai` as a key, or None where it carries none or the value is faulty.

    GS1 General Specifications 3.2.

    >>> readable_key("01", "08936012345675") is None
    True
    """
    try:
        return key_of(ai, value)
    except Gs1Error:
        return None


def zero_keys(pairs: Iterable[tuple[str, str]]) -> list[Problem]:
    """A warning for every key of zeros among the elements, which identifies nothing (GS1 General Specifications 4.2).

    >>> [str(problem.code) for problem in zero_keys([("01", "00000000000000")])]
    ['ALL_ZERO_KEY']
    """
    keys = ((ai, readable_key(ai, value)) for ai, value in pairs if ai in KEY_AIS)
    found = (zero_problem(key, ai) for ai, key in keys if key is not None)
    return [problem for problem in found if problem is not None]
