"""How grave an alert is, who may do what with it, and how it may end. Pure; the tables stand in `data/alerts.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from registry.alerts.model import AlertAct, AlertRole, AlertState
from registry.errors import BadInput, Fault, NotAllowed, RuleBroken

FILE = Path(__file__).resolve().parent.parent / "data" / "alerts.toml"
USUAL_LEVEL = 4
TEXT_MOST = 2_000
ASSIGNED_MOST = 120
OWNERS = frozenset({AlertRole.HOLDER, AlertRole.MAKER, AlertRole.AUTHORITY})
STEPS: Mapping[AlertAct, tuple[AlertState, frozenset[AlertState], frozenset[AlertRole]]] = {
    AlertAct.INVESTIGATING: (
        AlertState.INVESTIGATING,
        frozenset({AlertState.OPEN, AlertState.ESCALATED}),
        OWNERS,
    ),
    AlertAct.ESCALATED: (
        AlertState.ESCALATED,
        frozenset({AlertState.OPEN, AlertState.INVESTIGATING}),
        OWNERS | {AlertRole.REPORTER},
    ),
    AlertAct.CLOSED: (
        AlertState.CLOSED,
        frozenset({AlertState.OPEN, AlertState.INVESTIGATING, AlertState.ESCALATED}),
        OWNERS | {AlertRole.REPORTER},
    ),
}
"""Step -> the state it leads to, the states it starts from, and who may take it."""


def _read() -> tuple[dict[str, int], int, dict[str, frozenset[AlertRole]]]:
    with FILE.open("rb") as file:
        told = tomllib.load(file)
    closes = {row["reason"]: frozenset(AlertRole(one) for one in row["by"]) for row in told["close"]}
    return told["level"], told["likely"]["level"], closes


LEVELS, LIKELY_LEVEL, CLOSES = _read()


def level_of(code: str, cause: str | None) -> int:
    """Return how grave a finding is, 1 to 5; one with a likely technical cause is a lesser one."""
    level = LEVELS.get(code, USUAL_LEVEL)
    return level if cause is None else min(level, LIKELY_LEVEL)


def closes_of(role: AlertRole) -> tuple[str, ...]:
    """Return the reasons with which a party in `role` may close an alert."""
    return tuple(reason for reason, by in CLOSES.items() if role in by)


def step(state: AlertState, act: AlertAct, role: AlertRole) -> AlertState:
    """Return the state after a step; raise `RuleBroken` where the alert stands elsewhere, `NotAllowed` for others."""
    to, starts, by = STEPS[act]
    if role not in by:
        raise NotAllowed("alert-step-not-yours", step=act, role=role)
    if state not in starts:
        raise RuleBroken("alert-step", step=act, state=state)
    return to


def check_close(reason: str, role: AlertRole, text: str) -> None:
    """Raise `BadInput` with every fault: an alert is closed with a reason that is the closer's to give, and words."""
    faults = []
    if reason not in CLOSES:
        faults.append(Fault("field-choice", "/reason", reason))
    elif role not in CLOSES[reason]:
        faults.append(Fault("alert-reason-not-yours", "/reason", reason))
    if not text:
        faults.append(Fault("field-required", "/text"))
    if faults:
        raise BadInput.of(faults)


def check_text(text: str, pointer: str = "/text", most: int = TEXT_MOST) -> None:
    """Raise `BadInput` for a text that is empty or too long."""
    if not text:
        raise BadInput.of([Fault("field-required", pointer)])
    if len(text) > most:
        raise BadInput.of([Fault("field-length", pointer, facts={"most": most})])
