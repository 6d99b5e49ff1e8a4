"""Which application identifiers carry a key, and which key it is."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module

from gs1.errors import Gs1Error, Problem
from gs1.gtin import Gtin
from gs1.keys import Key, zero_problem
from gs1.sscc import Sscc

_READ_OFTEN: dict[str, type[Key]] = {"00": Sscc, "01": Gtin, "02": Gtin, "03": Gtin}
_ON_FIRST_USE = {
    "253": "documents.Gdti", "255": "documents.Gcn", "401": "shipments.Ginc", "402": "shipments.Gsin",
    "410": "gln.Gln", "411": "gln.Gln", "412": "gln.Gln", "413": "gln.Gln", "414": "gln.Gln", "415": "gln.Gln",
    "416": "gln.Gln", "417": "gln.Gln", "8003": "assets.Grai", "8004": "assets.Giai",
    "8006": "trade_item_pieces.Itip", "8010": "component_parts.Cpid", "8013": "gmn.Gmn",
    "8017": "services.GsrnProvider", "8018": "services.Gsrn", "8026": "trade_item_pieces.Itip",
}  # fmt: skip
"""Kinds that few programs meet are loaded when they are met, so that `import gs1` stays quick."""
KEY_AIS = frozenset((*_READ_OFTEN, *_ON_FIRST_USE))
"""The AIs that carry a key (GS1 General Specifications 3.2)."""


@cache
def kind_of(ai: str) -> type[Key] | None:
    """The kind of key that an AI carries, or None (GS1 General Specifications 3.2).

    >>> kind_of("8004").__name__, kind_of("10")
    ('Giai', None)
    """
    if ai not in KEY_AIS:
        return None
    if ai in _READ_OFTEN:
        return _READ_OFTEN[ai]
    module, _, name = _ON_FIRST_USE[ai].partition(".")
    found = getattr(import_module(f"gs1.{module}"), name)
    assert isinstance(found, type)
    assert issubclass(found, Key)
    return found


def key_of(ai: str, value: str) -> Key | None:
    """Return the value of `ai` as a key, or None where the AI carries none; raise `Gs1Error` for a faulty value.

    A GTIN is read with 8, 12 or 13 digits too (GS1 General Specifications 3.2).

    >>> key_of("8004", "8931234567BED-12")
    Giai(text='8931234567BED-12')
    """
    kind = kind_of(ai)
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
