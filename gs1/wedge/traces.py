"""Traces of the scanner in a text: line ends, stand-ins for the separator, typed identifiers and brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gs1.charsets import ALPHABET_82
from gs1.check_digit import check_digit
from gs1.codes import ErrorCode
from gs1.dictionary import GS, STANDARD
from gs1.tables import table_lines
from gs1.wedge.damage import Damage, Undone

_SURE_COST, _WEAK, _ALT_CODE, _REMOVED = -1.0, -3.0, -5.5, -3.5
_IDENTIFIER, _OTHER_SIGN, _BRACKETS, _LOST_FIRST = -3.0, -6.0, -2.0, -5.0
_EDGES = " \t\r\n\0\x02\x03\x04\ufeff\u200b\xa0"
_END_WORDS = re.compile(r"(?:<CR>|<LF>|\[CR\]|\[LF\]|\{CR\}|\{LF\}|\\r|\\n|_x000D_)+$", re.IGNORECASE)
_LEAD = re.compile(r"[^0-9A-Za-z(]{1,3}(d2|C1|Q3|e0|J1)(?=[0-9(])|(d2|C1|Q3|e0|J1)(?=0[0-2][0-9])", re.IGNORECASE)
_RIGHT_LEADS = ("]d2", "]C1", "]Q3", "]e0", "]J1")
_LEAD_OF = {lead[1:].lower(): lead for lead in _RIGHT_LEADS}
_BRACKETED = re.compile(r"\s*[(\[{<（【]\s*([0-9]{2,4})\s*[)\]}>）】]\s*")
_DIGITS = "029"
_SHORTEST_KEY = 16
_OUTSIDE = re.compile(f"[^{re.escape(ALPHABET_82)}{GS}]")


def _kinds() -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {"sure": [], "weak": []}
    for line in table_lines("separator_stand_ins.tsv"):
        kind, text = line.split("\t")
        kinds[kind].append(chr(int(text, 0)) if text.startswith("0x") else text)
    return kinds


_KINDS = _kinds()
_SURE = re.compile("|".join(re.escape(text) for text in sorted(_KINDS["sure"], key=len, reverse=True)), re.IGNORECASE)
_WEAK_TEXTS = tuple(text for text in _KINDS["weak"] if text != _DIGITS)


def trim(given: Undone) -> Undone:
    r"""The text without line ends and other signs at both ends that no value holds (GS1 General Specifications 7.11).

    >>> trim(Undone("10LOT7\r\n")).text
    '10LOT7'
    """
    text = given.text.rstrip(_EDGES)
    ending = _END_WORDS.search(text)
    text = text[: ending.start()].rstrip(_EDGES) if ending else text
    damages = []
    if len(text) < len(given.text):
        damages.append(Damage(ErrorCode.LINE_END_TYPED, len(text), given.text[len(text) :], ""))
    begun = text.lstrip(_EDGES)
    if len(begun) < len(text):
        damages.append(Damage(ErrorCode.LINE_END_TYPED, 0, text[: len(text) - len(begun)], ""))
    return given.then(begun, tuple(damages), 0.0)


def undo_stand_ins(given: Undone) -> Undone:
    r"""The text with GS wherever something was typed that can mean nothing else (GS1 General Specifications 7.8.5).

    >>> undo_stand_ins(Undone("10LOT7<GS>21S1")).text
    '10LOT7\x1d21S1'
    """
    damages: list[Damage] = []

    def put(found: re.Match[str]) -> str:
        damages.append(Damage(ErrorCode.SEPARATOR_STAND_IN, found.start(), found[0], GS))
        return GS

    text = _SURE.sub(put, given.text)
    return given.then(text, tuple(damages), _SURE_COST if damages else 0.0)


def undo_weak_stand_ins(given: Undone) -> Iterator[Undone]:
    r"""The text with GS, or nothing, for each sign that no value can hold (GS1 General Specifications 7.11).

    >>> [undone.text for undone in undo_weak_stand_ins(Undone("10LOT7|21S1"))]
    ['10LOT7\x1d21S1', '10LOT721S1']
    """
    if not _OUTSIDE.search(given.text):
        return
    for sign in (text for text in _WEAK_TEXTS if text in given.text):
        for put, weight in ((GS, _WEAK), ("", _REMOVED)):
            places = [found.start() for found in re.finditer(re.escape(sign), given.text)]
            code = ErrorCode.SEPARATOR_STAND_IN if put else ErrorCode.STRAY_CHARACTER
            damages = tuple(Damage(code, place, sign, put) for place in places)
            yield given.then(given.text.replace(sign, put), damages, weight)


def undo_alt_code(given: Undone) -> Iterator[Undone]:
    r"""The text with GS for the digits of Alt+029, typed where the Alt key was not heard (ISO/IEC 646: GS is 29).

    >>> [undone.text[16:] for undone in undo_alt_code(Undone("0108936012345674" + "10LOT7" + "029" + "21S1"))]
    ['10LOT7\x1d21S1']
    """
    if GS in given.text or not given.text.isascii():
        return
    for found in list(re.finditer(_DIGITS, given.text))[:3]:
        at = found.start()
        text = given.text[:at] + GS + given.text[at + len(_DIGITS) :]
        if at > _SHORTEST_KEY:
            yield given.then(text, (Damage(ErrorCode.SEPARATOR_STAND_IN, at, _DIGITS, GS),), _ALT_CODE)


def undo_identifier(given: Undone) -> Undone:
    """The text with a right symbology identifier where a damaged one was typed (ISO/IEC 15424).

    >>> undo_identifier(Undone("$d2" + "0108936012345674")).text
    ']d20108936012345674'
    """
    text = given.text
    second = text[3:6]
    if text.startswith(_RIGHT_LEADS) and second in _RIGHT_LEADS:
        damage = Damage(ErrorCode.SYMBOLOGY_IDENTIFIER_TYPED, 3, second, "")
        return given.then(text[:3] + text[6:], (damage,), _IDENTIFIER)
    found = None if text.startswith(_RIGHT_LEADS) else _LEAD.match(text)
    if found is None:
        return given
    lead = _LEAD_OF[(found[1] or found[2]).lower()]
    code = ErrorCode.SYMBOLOGY_IDENTIFIER_TYPED if found[1] else ErrorCode.FIRST_CHARACTERS_LOST
    weight = _OTHER_SIGN if found[1] and text[0] != "]" else _IDENTIFIER
    return given.then(lead + text[found.end() :], (Damage(code, 0, found[0], lead),), weight)


def undo_brackets(given: Undone) -> Undone:
    r"""The text without brackets around its AIs, each element begun by GS instead (GS1 General Specifications 4.16).

    >>> undo_brackets(Undone("0108936012345674(10)LOT7")).text
    '0108936012345674\x1d10LOT7'
    """
    lead = given.text[:3] if given.text.startswith(_RIGHT_LEADS) else ""
    damages: list[Damage] = []

    def put(found: re.Match[str]) -> str:
        if found[1] not in STANDARD:
            return found[0]
        damages.append(Damage(ErrorCode.BRACKETS_TYPED, found.start() + len(lead), found[0], found[1]))
        return GS + found[1]

    text = lead + _BRACKETED.sub(put, given.text[len(lead) :]).lstrip(GS)
    return given.then(text, tuple(damages), _BRACKETS) if damages else given


def restore_first(given: Undone) -> Iterator[Undone]:
    """The text with the characters of its beginning that can have been lost: of the identifier, of AI (01), of a GTIN.

    A single lost digit of a GTIN follows from its check digit (GS1 General Specifications 7.9).

    >>> [undone.text for undone in restore_first(Undone("936012345674"))]
    ['0108936012345674']
    """
    text = given.text
    if text[:1] in {"1", "2", "3"}:
        damage = Damage(ErrorCode.FIRST_CHARACTERS_LOST, 0, text[0], "")
        yield given.then(text[1:], (damage,), _LOST_FIRST)
    for kept in (15, 14, 13, 12):
        rest = text[:kept]
        if not (len(rest) == kept and rest.isascii() and rest.isdigit()) or (kept == 15 and rest[0] != "1"):
            continue
        head = {15: "0", 14: "01"}.get(kept) or _head(rest)
        damage = Damage(ErrorCode.FIRST_CHARACTERS_LOST, 0, "", head)
        yield given.then(head + text, (damage,), _LOST_FIRST + (kept - 15))


def _head(rest: str) -> str:
    """AI (01) and the first digits of a GTIN of which 13 or 12 digits are left; the indicator digit is taken as 0."""
    zeros = "0" * (13 - len(rest))
    fit = next(digit for digit in "0123456789" if check_digit(zeros + digit + rest[:-1]) == rest[-1])
    return f"01{zeros}{fit}"
