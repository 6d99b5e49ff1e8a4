"""Use cases of alerts: raise, see one's own, discuss, investigate, close; and operate on packs with them."""

from __future__ import annotations

from dataclasses import replace

from registry.alerts import rules, store
from registry.alerts.model import Alert, AlertAct, AlertFile, AlertNote, AlertRole, AlertState, alert_number
from registry.alerts.operating import Answer, cause, operate
from registry.alerts.raising import raise_alert
from registry.audit import service as audit
from registry.errors import NotFound, Stale
from registry.ids import new_id
from registry.paging import Cursor, Page, check_limit
from registry.text import squeeze
from registry.work import Work

__all__ = [
    "Answer",
    "alert",
    "alerts",
    "alerts_of_pack",
    "assign",
    "cause",
    "comment",
    "move",
    "operate",
    "raise_alert",
]
BEFORE_ALL = (1 << 63) - 1
READ_ALL = "alert:read"
"""The scope of the authority, which sees every alert and every place."""


def alerts(work: Work, cursor: Cursor | None = None, limit: int = 30, state: AlertState | None = None) -> Page[Alert]:
    """Return the newest alerts that who asks may see: its own, those on its products, or all with `alert:read`."""
    before = int(cursor.parts(int)[0]) if cursor else BEFORE_ALL
    party = None if work.actor.may(READ_ALL) else work.actor.party_id or -1
    found = store.page(work.db, party, state, (before, check_limit(limit) + 1))
    return Page.cut(found, limit, lambda one: (one.id,)).map(lambda one: _shown(work, one))


def alert(work: Work, alert_id: int) -> AlertFile:
    """Return an alert with its story; raise `NotFound` to everybody who is no party to it."""
    found, role = _party_to(work, alert_id)
    closes = rules.closes_of(role) if found.is_open else ()
    return AlertFile(_shown(work, found), store.notes(work.db, alert_id), role, closes)


def alerts_of_pack(work: Work, one: Alert) -> list[Alert]:
    """Return the other alerts on the pack of an alert that who asks may see."""
    same = store.of_pack(work.db, one.printed.gtin, one.printed.serial)
    return [_shown(work, other) for other in same if other.id != one.id and _role(work, other) is not None]


def comment(work: Work, alert_id: int, text: str) -> AlertFile:
    """Say something on an alert that one is a party to; raise `BadInput` for an empty or very long text."""
    _, role = _party_to(work, alert_id)
    told = text.strip()
    rules.check_text(told)
    return _told(work, alert_id, (AlertAct.COMMENTED, role, told))


def assign(work: Work, alert_id: int, to: str) -> AlertFile:
    """Say who looks into an alert: a name or a desk; raise `Stale` when it has moved on meanwhile."""
    found, role = _party_to(work, alert_id)
    told = squeeze(to)
    rules.check_text(told, "/to", rules.ASSIGNED_MOST)
    if found.state is AlertState.CLOSED:
        rules.step(found.state, AlertAct.CLOSED, role)
    _write(work, found, replace(found, assigned=told))
    return _told(work, alert_id, (AlertAct.ASSIGNED, role, told))


def move(work: Work, alert_id: int, act: AlertAct, reason: str | None = None, text: str = "") -> AlertFile:
    """Investigate, escalate or close an alert; closing needs a reason that is the closer's to give, and words.

    Raises `NotFound`, `NotAllowed`, `RuleBroken("alert-step")`, `BadInput`, and `Stale` when somebody was faster.
    """
    found, role = _party_to(work, alert_id)
    state, told = rules.step(found.state, act, role), text.strip()
    moved = replace(found, state=state)
    if state is AlertState.CLOSED:
        rules.check_close(reason or "", role, told)
        moved = replace(moved, close_reason=reason, closed_at=work.now)
    elif told:
        rules.check_text(told)
    _write(work, found, moved)
    subject = f"{found.printed.gtin.text}/{found.printed.serial}"
    audit.record(work, f"alert:{act}", subject, {"alert": found.number, "reason": reason, "role": role})
    return _told(work, alert_id, (act, role, told))


def _party_to(work: Work, alert_id: int) -> tuple[Alert, AlertRole]:
    found = store.alert(work.db, alert_id)
    role = None if found is None else _role(work, found)
    if found is None or role is None:
        raise NotFound("alert-unknown", alert=alert_number(alert_id))
    return found, role


def _role(work: Work, one: Alert) -> AlertRole | None:
    if work.actor.may(READ_ALL):
        return AlertRole.AUTHORITY
    return None if work.actor.party_id is None else store.role_of(work.db, work.actor.party_id, one.id)


def _shown(work: Work, one: Alert) -> Alert:
    """The place that reported is shown to itself and to the authority: a maker learns of the pack, not of the shop."""
    own = work.actor.party_id is not None and work.actor.party_id == one.reporter_id
    return one if own or work.actor.may(READ_ALL) else replace(one, place=None, reporter_id=None)


def _write(work: Work, before: Alert, after: Alert) -> None:
    if not store.move(work.db, after, before.version):
        raise Stale("record-moved", version=before.version)


def _told(work: Work, alert_id: int, said: tuple[AlertAct, AlertRole, str]) -> AlertFile:
    act, role, text = said
    author = work.actor.name
    store.add_note(work.db, alert_id, AlertNote(new_id(), work.now, act, author, role, text))
    return alert(work, alert_id)
