"""Raising an alert: who sees it, how grave it is, and that the same finding is counted and not told anew."""

from __future__ import annotations

from registry.alerts import store
from registry.alerts.model import Alert, AlertAct, AlertDraft, AlertNote, AlertRole, AlertState
from registry.alerts.rules import level_of
from registry.audit import service as audit
from registry.audit.model import Json
from registry.catalogue import service as catalogue
from registry.errors import NotFound
from registry.ids import new_id
from registry.trace.limits import limit
from registry.work import Work


def raise_alert(work: Work, draft: AlertDraft) -> Alert:
    """Open an alert on a pack, or count the finding on the one that stands open for the same place and code.

    It is seen by the party that reports it, by the holder and the maker of the product, and by the authority.
    """
    before = standing(work, draft)
    if before is not None and store.seen_again(work.db, before.id, work.now_us):
        _note(work, before.id, AlertAct.SEEN_AGAIN)
        return store.alert(work.db, before.id) or before
    made = Alert(
        id=new_id(),
        state=AlertState.OPEN,
        level=level_of(draft.code, draft.cause),
        code=draft.code,
        nmvs=draft.nmvs,
        cause=draft.cause,
        printed=draft.printed,
        operation=draft.operation,
        place=work.actor.place,
        reporter_id=work.actor.party_id,
        facts=draft.facts,
        times=1,
        raised_at=work.now,
        last_at=work.now,
    )
    store.add(work.db, made)
    store.add_parties(work.db, made.id, _parties(work, draft))
    _note(work, made.id, AlertAct.RAISED)
    subject = f"{draft.printed.gtin.text}/{draft.printed.serial}"
    facts: dict[str, Json] = {"alert": made.number, "code": made.code, "level": made.level, "place": made.place}
    audit.record(work, "alert:raised", subject, facts)
    return made


def standing(work: Work, draft: AlertDraft) -> Alert | None:
    """Return the alert that stands open for the same finding on the same pack by the same party at the same place."""
    since = work.now - limit("alert-again-within", work.today).span
    place, reporter = work.actor.place, work.actor.party_id
    for one in store.of_pack(work.db, draft.printed.gtin, draft.printed.serial):
        same = (one.code, one.operation, one.place, one.reporter_id) == (draft.code, draft.operation, place, reporter)
        if same and one.is_open and one.raised_at >= since:
            return one
    return None


def _parties(work: Work, draft: AlertDraft) -> list[tuple[int, AlertRole]]:
    """Holder and maker come first: who reports on its own product answers for it too."""
    try:
        product = catalogue.product(work, catalogue.trade_item(work, draft.printed.gtin).product_id)
        owners = [(product.holder_id, AlertRole.HOLDER), (product.maker_id, AlertRole.MAKER)]
    except NotFound:
        owners = []
    told = [*owners, (work.actor.party_id, AlertRole.REPORTER)]
    return [(party_id, role) for party_id, role in told if party_id is not None]


def _note(work: Work, alert_id: int, act: AlertAct) -> None:
    note = AlertNote(new_id(), work.now, act, work.actor.name, AlertRole.REPORTER, "")
    store.add_note(work.db, alert_id, note)
