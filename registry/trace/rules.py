"""The life of one pack: which operation moves which state (European model; see reference "verification and recall")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from registry.trace.model import Operation, PackState, Stop, StoredEvent

UNDO_WITHIN = timedelta(days=10)
"""Delegated Regulation (EU) 2016/161, Article 13 (1) (b): a change of state is taken back within ten days at most."""
WARNINGS = 2
"""Attempts at the place that supplied a pack which are warned of before one is an alert (NMVS_NC_PCK_23, then _22)."""
REPEAT_WITHIN = timedelta(hours=24)
"""How long after the supply an attempt at the same place is a slip; `data/pack_limits.toml` says both for a day."""

REACHES = {
    Operation.SUPPLY: PackState.SUPPLIED,
    Operation.EXPORT: PackState.EXPORTED,
    Operation.SAMPLE: PackState.SAMPLE,
    Operation.FREE_SAMPLE: PackState.FREE_SAMPLE,
    Operation.CHECK_OUT: PackState.CHECKED_OUT,
    Operation.LOCK: PackState.LOCKED,
    Operation.DESTROY: PackState.DESTROYED,
    Operation.STEAL: PackState.STOLEN,
}
"""The state each operation gives to an active pack, and to an active pack only."""
UNDONE_IN_TIME = frozenset(
    {PackState.SUPPLIED, PackState.EXPORTED, PackState.SAMPLE, PackState.FREE_SAMPLE, PackState.CHECKED_OUT}
)
OWN_FIELDS = "urn:medreg:"
"""Begins the fields that only the register writes; a captured event with one is refused."""
OPERATION_FIELD = f"{OWN_FIELDS}operation"
"""Names the operation in the event that the register writes for it, because CBV has no word for each."""
TERMINAL = frozenset({PackState.DESTROYED, PackState.STOLEN})
"""States that nothing leaves."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The circumstances of an operation: at the place of the last change or not, how long after, at which attempt.

    An attempt at the same place is warned of `warnings` times, while it is made within `repeat_within` of the change.
    """

    same_place: bool = True
    since: timedelta = timedelta()
    attempt: int = 1
    warnings: int = WARNINGS
    repeat_within: timedelta = REPEAT_WITHIN


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state after an operation; when refused, why (`reason`, the EMVS code) and whether it must raise an alert."""

    state: PackState
    reason: str | None = None
    code: str | None = None
    alert: bool = False

    @property
    def done(self) -> bool:
        """Whether the operation takes effect."""
        return self.reason is None


def transition(state: PackState, operation: Operation, stop: Stop | None = None, asked: Asked | None = None) -> Outcome:
    """Return what `operation` does to a pack in `state` whose batch or product is stopped by `stop`, or not."""
    asked = asked or Asked()
    if stop is not None:
        return Outcome(state, stop.value)
    if operation is Operation.VERIFY:
        return Outcome(state) if state is PackState.ACTIVE else Outcome(state, f"pack-{state}")
    if state is PackState.IN_TRANSIT:
        return Outcome(state, "in-transit")
    if operation is Operation.UNDO or (operation is Operation.UNLOCK and state is PackState.LOCKED):
        return _undo(state, asked)
    if operation is Operation.UNLOCK:
        return Outcome(state, "undo-impossible", "NMVS_NC_PCK_06", alert=state in TERMINAL)
    if state is PackState.ACTIVE:
        return Outcome(REACHES[operation])
    if state is REACHES[operation]:
        return _again(state, asked)
    return Outcome(state, f"pack-{state}", "NMVS_NC_PCK_22", alert=True)


def _undo(state: PackState, asked: Asked) -> Outcome:
    if state in TERMINAL or state is PackState.ACTIVE:
        return Outcome(state, "undo-impossible", "NMVS_NC_PCK_06", alert=state in TERMINAL)
    if not asked.same_place:
        return Outcome(state, "undo-elsewhere", "NMVS_NC_PCK_21", alert=True)
    if state in UNDONE_IN_TIME and asked.since > UNDO_WITHIN:
        return Outcome(state, "undo-late", "NMVS_NC_PCK_20", alert=True)
    return Outcome(PackState.ACTIVE)


def _again(state: PackState, asked: Asked) -> Outcome:
    """The pack is in the asked state already: a second scan where and when that was done is a slip, else an alert."""
    soon = asked.since <= asked.repeat_within and 1 < asked.attempt <= 1 + asked.warnings
    warned = state is PackState.SUPPLIED and asked.same_place and soon
    if state is not PackState.SUPPLIED:
        return Outcome(state, f"pack-{state}", "NMVS_NC_PCK_19", alert=True)
    return Outcome(state, f"pack-{state}", "NMVS_NC_PCK_23" if warned else "NMVS_NC_PCK_22", alert=not warned)


def changes_state(event: StoredEvent) -> bool:
    """Say whether an event on a pack changed its state; every such event takes the pack out of its container."""
    return event.action == "DELETE" or event.step == "dispensing" or OPERATION_FIELD in event.body


def stop_of(expiry: date | None, recall_level: int | None, day: date) -> Stop | None:
    """Return what stops a batch on `day`: a recall before its expiry, because the upper level wins."""
    if recall_level is not None:
        return Stop.RECALLED
    if expiry is not None and expiry < day:
        return Stop.EXPIRED
    return None
