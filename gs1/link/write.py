"""Elements to a GS1 Digital Link URI."""

from __future__ import annotations

from collections.abc import Sequence

from gs1.codes import ErrorCode
from gs1.dictionary import SyntaxDictionary
from gs1.errors import Gs1Error, Problem
from gs1.link.grammar import CANONICAL_STEM, escape

Pairs = Sequence[tuple[str, str]]


def write_uri(pairs: Pairs, dictionary: SyntaxDictionary, stem: str = CANONICAL_STEM) -> str:
    """The URI with the first key in the path, its qualifiers in order, everything else in the query.

    Raises `Gs1Error` where no key is there, or where an element may be no attribute
    (GS1 Digital Link URI syntax 4.3 to 4.8).
    """
    path, query = split_for_uri(pairs, dictionary)
    text = stem.rstrip("/") + "".join(f"/{ai}/{escape(value)}" for ai, value in path)
    if query:
        text += "?" + "&".join(f"{ai}={escape(value, query=True)}" for ai, value in query)
    return text


def split_for_uri(pairs: Pairs, dictionary: SyntaxDictionary) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Part the elements into path and query; in the query those of predefined length come first."""
    unique = list(dict.fromkeys(pairs))
    key = next((pair for pair in unique if _is_key(pair[0], dictionary)), None)
    if key is None:
        raise Gs1Error.of(ErrorCode.CANNOT_CREATE_A_DL_URI_WITHOUT_A_PRIMARY_KEY_AI, "")
    values = dict(reversed(unique))
    sequence = _sequence(dictionary[key[0]].dl_qualifiers, values)
    path = [key, *((ai, values[ai]) for ai in sequence if ai in values)]
    rest = [pair for pair in unique if pair not in path]
    query = sorted(rest, key=lambda pair: _needs_separator(pair[0], dictionary))
    for ai, value in query:
        entry = dictionary.get(ai)
        if entry is None or not entry.dl_attribute:
            raise Gs1Error(Problem(ErrorCode.AI_IS_NOT_VALID_DATA_ATTRIBUTE, value, 0, len(value), ai))
    return path, query


def _sequence(sequences: Sequence[tuple[str, ...]], values: dict[str, str]) -> tuple[str, ...]:
    """The qualifier sequence to use: the first with a member present."""
    return next((sequence for sequence in sequences if any(ai in values for ai in sequence)), ())


def _needs_separator(ai: str, dictionary: SyntaxDictionary) -> bool:
    entry = dictionary.get(ai)
    return entry is None or entry.separator_required


def _is_key(ai: str, dictionary: SyntaxDictionary) -> bool:
    entry = dictionary.get(ai)
    return entry is not None and entry.dl_primary_key
