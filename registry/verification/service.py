"""Use cases of verification: one verdict by a handful of reads, the alerts that it asks for, and who asked before."""

from __future__ import annotations

from gs1 import Gtin
from registry.alerts import service as alerts
from registry.alerts.model import Alert, AlertDraft, Printed
from registry.catalogue import service as catalogue
from registry.clock import to_microseconds
from registry.errors import NotFound
from registry.paging import Cursor, Page, check_limit
from registry.recalls import service as recalls
from registry.trace import limits
from registry.trace import service as trace
from registry.trace.model import Batch, Operation, Pack
from registry.verification import store
from registry.verification.model import Identity, Query, Reason, Verdict
from registry.verification.rules import Known, Licence, judge
from registry.work import Work

BEFORE_ALL = (1 << 63) - 1
FORGOTTEN_AT_ONCE = 5_000


def verify(work: Work, identity: Identity) -> Verdict:
    """Say what to do with the pack that carries `identity`. Anybody may ask; places are told to nobody."""
    pack = None if identity.serial is None else trace.find_pack(work, identity.gtin, identity.serial)
    batch = _batch(work, identity, pack)
    known = Known(
        licence=_licence(work, identity),
        pack=pack,
        batch=batch,
        printed_batch=pack is None or _is_printed_batch_known(work, identity, pack),
        serialised=pack is None and trace.is_serialised(work, identity.gtin, identity.batch),
        recalls=recalls.open_for(work, identity.gtin, batch.number if batch else identity.batch),
        has_place=work.actor.place is not None,
        cause=_cause(work, identity) if pack is None else None,
    )
    return judge(identity, known, work.today)


def is_reportable(work: Work, identity: Identity, verdict: Verdict) -> bool:
    """Say whether a verdict must raise an alert: a party at a place of its own asked for a pack that fits no rule."""
    who = work.actor
    known = who.party_id is not None and who.place is not None and identity.serial is not None
    return known and any(reason.alert for reason in verdict.reasons)


def report(work: Work, identity: Identity, verdict: Verdict) -> tuple[Alert, ...]:
    """Raise the alerts that a verdict asks for, one for each finding; none when it is not reportable."""
    if not is_reportable(work, identity, verdict) or identity.serial is None:
        return ()
    printed = Printed(identity.gtin, identity.serial, identity.batch, identity.expiry)
    return tuple(
        alerts.raise_alert(work, AlertDraft(reason.code, printed, Operation.VERIFY, reason.nmvs, _cause_of(reason)))
        for reason in verdict.reasons
        if reason.alert
    )


def queries(work: Work, gtin: Gtin, serial: str, cursor: Cursor | None = None, limit: int = 30) -> Page[Query]:
    """Return who asked for a pack and what was answered, newest first; needs `journal:read`."""
    work.require("journal:read")
    before = int(cursor.parts(int)[0]) if cursor else BEFORE_ALL
    found = store.of_pack(work.db, (gtin, serial), before, check_limit(limit) + 1)
    return Page.cut(found, limit, lambda one: (one.id,))


def forget(work: Work) -> int:
    """Forget verifications whose time is over (`query-kept`), a slice at a time; return how many."""
    kept = limits.limit("query-kept", work.today).span
    return store.forget(work.db, to_microseconds(work.now - kept), FORGOTTEN_AT_ONCE)


def _cause_of(reason: Reason) -> str | None:
    cause = reason.facts.get("cause")
    return cause if isinstance(cause, str) else None


def _batch(work: Work, identity: Identity, pack: Pack | None) -> Batch | None:
    if pack is not None:
        return pack.batch
    return None if identity.batch is None else trace.find_batch(work, identity.gtin, identity.batch)


def _is_printed_batch_known(work: Work, identity: Identity, pack: Pack) -> bool:
    printed = identity.batch
    return printed in {None, pack.batch.number} or trace.find_batch(work, identity.gtin, str(printed)) is not None


def _licence(work: Work, identity: Identity) -> Licence | None:
    """Return the product of the trade item, with the authorisation in force, else the newest one."""
    try:
        item = catalogue.trade_item(work, identity.gtin)
    except NotFound:
        return None
    name = catalogue.product(work, item.product_id).name
    held = [one for one in catalogue.authorisations_of(work, item.product_id) if not one.is_foreign]
    if not held:
        return Licence(item.product_id, name)
    best = next((one for one in held if one.is_in_force(work.today)), held[-1])
    return Licence(item.product_id, name, best.number, best.state, best.is_in_force(work.today))


def _cause(work: Work, identity: Identity) -> str | None:
    if not identity.serial:
        return None
    return alerts.cause(work, Printed(identity.gtin, identity.serial), "serial-unknown")
