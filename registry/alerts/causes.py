"""The technical causes of findings: caps lock, keyboard, input method, lost separator, day 00.

A scanner or a keyboard that is set wrongly raises most false alerts, so that cause is looked for before anybody is
accused. What was read is mended in each way that a wrong setting explains; a mended identity that
the register knows names the cause. Damages of keyboards and input methods are those of `gs1.wedge`.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice

from gs1 import Gs1Error, SerialNumber
from gs1.wedge.damage import Undone
from gs1.wedge.keyboards import undo_case, undo_layouts, undo_methods, undo_wide

MOST_TRIED = 40
AFTER_SERIAL = ("10", "11", "15", "17", "21", "240", "710", "711", "712", "713", "714", "715", "7003", "30", "37", "91")
"""AIs that stand behind a serial or batch number on packs: where its separator is lost, they are read as part of it."""
CAPS_LOCK, LAYOUT, METHOD, SEPARATOR, DAY_ZERO = (
    "caps-lock",
    "keyboard-layout",
    "input-method",
    "lost-separator",
    "day-zero",
)


def cause_of_serial(serial: str, is_known: Callable[[str], bool]) -> str | None:
    """Return the cause under which an unknown serial number would be one that `is_known`, or None."""
    for cause, mended in islice(_mended(serial), MOST_TRIED):
        if mended != serial and is_known(mended):
            return cause
    return None


def cause_of_batch(printed: str, registered: str) -> str | None:
    """Return the cause under which the batch number that was read is the one registered, or None."""
    return next((cause for cause, mended in _mended(printed) if mended == registered), None)


def cause_of_expiry(told: date, registered: date) -> str | None:
    """Day 00 of AI (17) means the last day of the month (GS1 General Specifications 3.4.7); some read it as another.

    The usual errors: the first of that month, or the day before it, which lies in the month before.
    """
    last = calendar.monthrange(registered.year, registered.month)[1]
    if registered.day != last:
        return None
    first = registered.replace(day=1)
    return DAY_ZERO if told in {first, first - timedelta(days=1)} else None


def _mended(text: str) -> Iterator[tuple[str, str]]:
    given = Undone(text)
    yield from ((CAPS_LOCK, one.text) for one in undo_case(given))
    yield from ((SEPARATOR, part) for part in _cut(text))
    yield from ((LAYOUT, one.text) for one in undo_layouts(given) if _is_serial(one.text))
    yield from ((METHOD, one.text) for undo in (undo_wide, undo_methods) for one in undo(given) if _is_serial(one.text))


def _cut(text: str) -> Iterator[str]:
    """Yield the text up to each place where another element can have begun, the longest first."""
    for at in range(len(text) - 3, 0, -1):
        if text.startswith(AFTER_SERIAL, at):
            yield text[:at]


def _is_serial(text: str) -> bool:
    try:
        SerialNumber.parse(text)
    except Gs1Error:
        return False
    return True
