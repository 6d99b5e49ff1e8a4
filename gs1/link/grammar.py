"""What a GS1 Digital Link path may hold: keys, their qualifiers in order, short names, percent coding."""

from __future__ import annotations

from collections.abc import Sequence

from gs1.dictionary import SyntaxDictionary

CANONICAL_STEM = "https://id.gs1.org"

SHORT_NAMES = {
    "sscc": "00", "gtin": "01", "cpv": "22", "lot": "10", "ser": "21", "tpx": "235", "gdti": "253", "gcn": "255",
    "ginc": "401", "gsin": "402", "gln": "414", "glnx": "254", "payTo": "415", "refNo": "8020", "party": "417",
    "itip": "8006", "grai": "8003", "giai": "8004", "cpid": "8010", "cpsn": "8011", "gmn": "8013", "gsrnp": "8017",
    "gsrn": "8018", "srin": "8019", "exp": "17",
}  # fmt: skip
"""Names once allowed instead of numbers; read on demand, never written (GS1 Digital Link URI syntax 1.1, 5.3)."""

_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_HEX = "0123456789abcdefABCDEF"
_DECODED = {high + low: chr(int(high + low, 16)) for high in _HEX for low in _HEX}


_LONGEST_ESCAPED = 1024
"""No value of an AI is as long, every character escaped: what is longer is left alone and refused for its length."""


def escape(text: str, *, query: bool = False) -> str:
    """`text` percent-encoded for a path, or for a query (where a blank becomes `+`).

    GS1 Digital Link URI syntax, "Percent-encoding".

    >>> escape("A/B 7"), escape("A/B 7", query=True)
    ('A%2FB%207', 'A%2FB+7')
    """
    if _UNRESERVED.issuperset(text):
        return text
    return "".join(_escaped(character, query) for character in text)


def _escaped(character: str, query: bool) -> str:
    if character in _UNRESERVED:
        return character
    if query and character == " ":
        return "+"
    code = ord(character)
    return "".join(f"%{byte:02X}" for byte in (bytes((code,)) if code < 256 else character.encode()))


def unescape(text: str, *, query: bool = False) -> str:
    """`text` with percent sequences decoded byte by byte; a malformed sequence stays as it is.

    GS1 Digital Link URI syntax, "Percent-encoding".

    >>> unescape("A%2FB+7"), unescape("A%2FB+7", query=True)
    ('A/B+7', 'A/B 7')
    """
    if len(text) > _LONGEST_ESCAPED:
        return text
    if query and "+" in text:
        text = text.replace("+", " ")
    if "%" not in text:
        return text
    head, *rest = text.split("%")
    parts = [head]
    for piece in rest:
        decoded = _DECODED.get(piece[:2])
        parts += ("%", piece) if decoded is None else (decoded, piece[2:])
    return "".join(parts)


def sequence_rank(ais: Sequence[str], dictionary: SyntaxDictionary) -> tuple[str, ...] | None:
    """The qualifier sequence that key and qualifiers `ais` follow, or None where no sequence allows them.

    GS1 Digital Link URI syntax, "Key qualifiers".

    >>> from gs1.dictionary import STANDARD
    >>> sequence_rank(("01", "21"), STANDARD), sequence_rank(("01", "17"), STANDARD)
    (('22', '10', '21'), None)
    """
    entry = dictionary.get(ais[0])
    if entry is None or not entry.dl_primary_key:
        return None
    for sequence in entry.dl_qualifiers or ((),):
        position = 0
        for ai in ais[1:]:
            if ai not in sequence[position:]:
                break
            position = sequence.index(ai, position) + 1
        else:
            return sequence
    return None


def is_path_sequence(ais: Sequence[str], dictionary: SyntaxDictionary) -> bool:
    """Whether `ais` may stand in a path in this order: a key, then its qualifiers (Digital Link URI syntax 4.3).

    >>> from gs1.dictionary import STANDARD
    >>> is_path_sequence(("01", "10", "21"), STANDARD), is_path_sequence(("01", "21", "10"), STANDARD)
    (True, False)
    """
    return bool(ais) and sequence_rank(ais, dictionary) is not None


def could_join_path(ais: Sequence[str], ai: str, dictionary: SyntaxDictionary) -> bool:
    """Whether `ai`, found as an attribute, would have a place among the path's `ais`.

    GS1 Digital Link URI syntax, "Key qualifiers": an attribute that could qualify the key belongs in the path.

    >>> from gs1.dictionary import STANDARD
    >>> could_join_path(("01",), "10", STANDARD), could_join_path(("01",), "17", STANDARD)
    (True, False)
    """
    return any(is_path_sequence([*ais[:index], ai, *ais[index:]], dictionary) for index in range(1, len(ais) + 1))
