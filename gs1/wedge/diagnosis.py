"""What a keyboard-mode scanner may have meant: every damage named, every repair a right message, the likeliest first.

Undoing goes from the outside inwards: line ends, keyboard, stand-ins and brackets, glued scans, lost separators.
A text that can be read as it stands is tried on foreign keyboards only where a registry can tell the letters apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from math import exp

from gs1.check_digit import has_valid_check_digit
from gs1.codes import ErrorCode
from gs1.dictionary import GS, STANDARD
from gs1.element_string import parse_element_string
from gs1.errors import Gs1Error
from gs1.message import Message
from gs1.options import ParseOptions
from gs1.reading import parse
from gs1.wedge.damage import Damage, Undone
from gs1.wedge.keyboards import undo_case, undo_layouts, undo_methods, undo_wide
from gs1.wedge.likelihood import likelihood
from gs1.wedge.separators import LONGEST, Known, repair_separators
from gs1.wedge.traces import (
    restore_first,
    trim,
    undo_alt_code,
    undo_brackets,
    undo_identifier,
    undo_stand_ins,
    undo_weak_stand_ins,
)

CERTAIN = 0.95
MOST_DIAGNOSES = 5
_LEAST_SHARE = 0.01
_SEPARATORS_LOST, _GLUED, _SUPERFLUOUS = -1.2, -5.0, -3.0
_KEY = re.compile(r"(?<!\][A-Za-z][0-9])(?=(?:\][A-Za-z][0-9])?(?:01([0-9]{14})|00([0-9]{18})))")
_MOST_SPLITS = 4
_MOST_SCANS = 3
_LONGEST_TRIED = 300
_MOST_TRIED = 120


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One meaning of a scanned text: the message, what was undone to read it, and how likely it is.

    `following` holds the messages of further scans that were glued to the first. `score` is the logarithm of the
    likelihood (with what `known` gave); `share` its part of all meanings found, 0 to 1. Each message obeys the GS1
    General Specifications.

    >>> each = diagnose("8936012345674\\n")[0]
    >>> each.message.gtin.text, each.damages[0].code.value, each.is_certain
    ('08936012345674', 'LINE_END_TYPED', True)
    """

    message: Message
    damages: tuple[Damage, ...]
    score: float
    following: tuple[Message, ...] = ()
    share: float = 1.0

    @property
    def is_certain(self) -> bool:
        """Whether no other meaning is worth a thought; else a person should choose, or scan again."""
        return self.share >= CERTAIN


@dataclass(frozen=True, slots=True)
class _Patient:
    """What is asked of every reading."""

    options: ParseOptions
    known: Known | None

    def bonus(self, messages: Iterable[Message]) -> float:
        """What is known of these messages."""
        return sum(self.known(message) for message in messages) if self.known else 0.0


def diagnose(text: str, *, known: Known | None = None, today: date | None = None) -> tuple[Diagnosis, ...]:
    r"""Return what a text typed by a scanner can mean, the likeliest first; nothing where it cannot be read.

    An undamaged text gives one diagnosis without damages. `known` may add what a registry knows of a message, say 100
    for a GTIN with that batch on file; `today` tells which dates are usual. Every message has passed the strict checks
    (GS1 General Specifications 3, 7.8 and 7.11); nothing is repaired in silence.

    >>> best = diagnose("010893601234567417271231" + "10LOT7<GS>21SERIAL12345\r\n")[0]
    >>> best.message.bracketed(), [damage.code.value for damage in best.damages]
    ('(01)08936012345674(17)271231(10)LOT7(21)SERIAL12345', ['LINE_END_TYPED', 'SEPARATOR_STAND_IN'])
    """
    if len(text) > LONGEST:
        return ()
    patient = _Patient(ParseOptions(today=today, permit_plain_data=True), known)
    given = trim(Undone(text))
    found = _as_it_stands(given, patient)
    if len(text) > _LONGEST_TRIED:
        return _ranked(found)
    for stage in (_plain_traces, _other_keyboards, _lost_beginnings):
        if stage is _lost_beginnings and found:
            break
        if patient.known is None and any(not _hints_at_keyboard(each) for each in found):
            break
        for undone in islice(stage(given), _MOST_TRIED):
            found += _read(undone, patient)
    for turned in undo_case(given):
        found += _read_deeply(turned, patient)
    return _ranked(found)


def _hints_at_keyboard(found: Diagnosis) -> bool:
    """Whether an identifier was typed wrongly: what turned its signs may have turned letters too."""
    return any(damage.code is ErrorCode.SYMBOLOGY_IDENTIFIER_TYPED and not damage.start for damage in found.damages)


def _as_it_stands(given: Undone, patient: _Patient) -> list[Diagnosis]:
    found = _read(given, patient)
    sure = undo_stand_ins(given)
    for undone in undo_alt_code(given) if sure.text == given.text else (sure,):
        found += _read(undone, patient)
    return found


def _plain_traces(given: Undone) -> Iterator[Undone]:
    """Stand-ins, identifiers and brackets, alone and together."""
    sure = undo_stand_ins(given)
    named = undo_identifier(sure)
    bare = undo_brackets(named)
    for each in (named, bare):
        if each.text != given.text:
            yield each
        yield from undo_weak_stand_ins(each)


def _other_keyboards(given: Undone) -> Iterator[Undone]:
    for make in _KEYBOARDS:
        for undone in make(given):
            named = undo_identifier(undo_stand_ins(undone))
            yield named
            yield from undo_weak_stand_ins(named)


_KEYBOARDS: tuple[Callable[[Undone], Iterator[Undone]], ...] = (undo_layouts, undo_methods, undo_wide)


def _lost_beginnings(given: Undone) -> Iterator[Undone]:
    return restore_first(undo_brackets(undo_stand_ins(given)))


def _read_deeply(given: Undone, patient: _Patient) -> list[Diagnosis]:
    found = _as_it_stands(given, patient)
    for undone in () if found else _plain_traces(given):
        found += _read(undone, patient)
    return found


def _read(undone: Undone, patient: _Patient, scans: int = _MOST_SCANS) -> list[Diagnosis]:
    """Every meaning of a text as it stands now: one scan, with or without lost separators, or two glued together."""
    found = _one_scan(undone, patient)
    for first, second in _splits(undone.text) if scans > 1 else ():
        heads = _one_scan(Undone(first), patient)
        tails = _read(Undone(second), patient, scans - 1) if heads else []
        if tails:
            found.append(_glued(undone, heads[0], tails[0], len(undone.text) - len(second)))
    return sorted(found, key=lambda each: -each.score)


def _glued(undone: Undone, head: Diagnosis, tail: Diagnosis, at: int) -> Diagnosis:
    later = tuple(replace(damage, start=damage.start + at) for damage in tail.damages)
    cut = Damage(ErrorCode.SCANS_GLUED, at, "", "")
    damages = (*undone.damages, cut, *head.damages, *later)
    score = undone.weight + _GLUED + head.score + tail.score
    return Diagnosis(head.message, damages, score, (tail.message, *tail.following))


def _one_scan(undone: Undone, patient: _Patient) -> list[Diagnosis]:
    whole = _whole(undone, patient)
    if whole is not None and undone.text[:1] in {"(", "h", "H"}:
        return [whole]
    lost = repair_separators(undone.text, known=patient.known, options=patient.options)
    found = [] if whole is None else [whole]
    for repair in lost:
        if whole is not None and repair.message.pairs == whole.message.pairs:
            continue
        damages = tuple(Damage(ErrorCode.SEPARATOR_LOST, at, "", GS) for at in repair.inserted_at)
        weight = _SEPARATORS_LOST if damages else _SUPERFLUOUS
        damages = damages or tuple(_superfluous(undone))
        found.append(Diagnosis(repair.message, undone.damages + damages, undone.weight + weight + repair.score))
    return sorted(found, key=lambda each: -each.score)


def _superfluous(undone: Undone) -> Iterator[Damage]:
    if not undone.damages:
        yield Damage(ErrorCode.SUPERFLUOUS_SEPARATOR, undone.text.find(GS), GS, "")


def _whole(undone: Undone, patient: _Patient) -> Diagnosis | None:
    """The text as one right message, if it is one."""
    message = _message(undone.text, patient.options)
    if message is None:
        return None
    score = likelihood(message.pairs, [STANDARD[ai] for ai, _ in message.pairs], patient.options.today)
    return Diagnosis(message, undone.damages, undone.weight + score + patient.bonus((message,)))


def _message(text: str, options: ParseOptions) -> Message | None:
    """The text read as any GS1 text, or as bare elements that nothing marks: scanners often send no identifier."""
    for reader in (parse, parse_element_string):
        try:
            return reader(text, options)
        except Gs1Error:
            continue
    return None


def _splits(text: str) -> Iterator[tuple[str, str]]:
    """Where a second scan may begin: at an identifier or at the AI of a key whose check digit is right."""
    places = [found for found in _KEY.finditer(text) if has_valid_check_digit(found[1] or found[2])]
    for found in places[1 : _MOST_SPLITS + 1]:
        yield text[: found.start()].rstrip("\r\n\t "), text[found.start() :]


def _ranked(found: list[Diagnosis]) -> tuple[Diagnosis, ...]:
    """The best of each meaning, best first, each with its share; meanings not worth a thought left out."""
    best: dict[tuple[object, ...], Diagnosis] = {}
    for each in sorted(found, key=lambda each: (-each.score, len(each.damages))):
        best.setdefault((each.message.pairs, *(message.pairs for message in each.following)), each)
    if not best:
        return ()
    top = max(each.score for each in best.values())
    total = sum(exp(each.score - top) for each in best.values())
    shared = [replace(each, share=exp(each.score - top) / total) for each in best.values()]
    return tuple([each for each in shared if each.share >= _LEAST_SHARE][:MOST_DIAGNOSES])
