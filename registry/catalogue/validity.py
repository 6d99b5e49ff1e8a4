"""How long an authorisation runs: the words of decisions read into terms, and what the law allows each kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from registry import lawbook
from registry.catalogue.numbers import NumberForm
from registry.errors import BadInput, Fault

YEARS = re.compile(r"0?(\d{1,2}) năm", re.IGNORECASE)
UNTIL = re.compile(r"(?:đến )?(\d{1,2})/(\d{1,2})/(\d{4})", re.IGNORECASE)
UNTIL_TERMS = "until"
UNLIMITED = frozenset({NumberForm.DEVICE_DECLARED, NumberForm.DEVICE_REGISTERED})
"""Circulation numbers of devices have no last day (Decree 98/2021/ND-CP); import permits have one."""


@dataclass(frozen=True, slots=True)
class Validity:
    """The last day of a period, and its terms: P5Y, P3Y, or "until" for a day that the decision names."""

    until: date
    terms: str


def read_validity(text: str, decided_on: date) -> Validity | None:
    """Return what "5 năm", "03 năm" or "đến 31/12/2025" means for a decision of a day; None for other words."""
    if match := YEARS.fullmatch(text.strip()):
        return Validity(lawbook.add_months(decided_on, 12 * int(match[1])), f"P{int(match[1])}Y")
    if match := UNTIL.fullmatch(text.strip()):
        try:
            return Validity(date(int(match[3]), int(match[2]), int(match[1])), UNTIL_TERMS)
        except ValueError:
            return None
    return None


def check_period(form: NumberForm, since: date | None, until: date | None, *, is_emergency: bool) -> None:
    """Raise `BadInput` for a period that the law does not know: a device's expires only when issued in an emergency."""
    faults = []
    if form in UNLIMITED and until is not None and not is_emergency:
        faults.append(Fault("device-period", "/valid_until", until.isoformat()))
    if is_emergency and (until is None or form not in UNLIMITED):
        faults.append(Fault("emergency-period", "/valid_until"))
    if since is not None and until is not None and until < since:
        faults.append(Fault("period-order", "/valid_until", until.isoformat()))
    if faults:
        raise BadInput.of(faults)
