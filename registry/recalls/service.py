"""Use cases of recalls: declare, see whom it reaches, take answers, lift."""

from __future__ import annotations

from collections.abc import Sequence

from gs1 import Gln, Gs1Error, Gtin
from registry import lawbook
from registry.audit import service as audit
from registry.audit.model import Json
from registry.errors import BadInput, Fault, NotAllowed, NotFound, RuleBroken
from registry.ids import format_id, new_id
from registry.paging import Cursor, Page, check_limit
from registry.parties import service as parties
from registry.recalls import rules, store
from registry.recalls.model import ReachedPlace, Recall, RecallDraft, RecallReach, Response
from registry.text import squeeze
from registry.trace import service as trace
from registry.trace.model import Batch, PackState
from registry.work import Work

AFTER_ALL = (1 << 63) - 1
BATCHES_A_PAGE = 200


def declare(work: Work, draft: RecallDraft) -> Recall:
    """Open a recall by decision and mark its batches, so that whoever verifies or supplies after sees it.

    Raises `NotAllowed` without `batch:recall` and `BadInput` with every fault of the draft. A batch that nobody told of
    yet is noted, so that its packs are recalled when they come.
    """
    work.require("batch:recall")
    rules.check_draft(draft, work.today)
    collect_by = lawbook.period(f"recall-collect-level-{draft.level}", draft.decided_on).after(draft.decided_on)
    reason, decision = squeeze(draft.reason), squeeze(draft.decision)
    made = Recall(
        new_id(), draft.gtin, draft.batch, draft.level, reason, decision, draft.decided_on, work.now, collect_by
    )
    if draft.batch is not None:
        trace.find_or_add_batch(work, draft.gtin, draft.batch)
    store.add(work.db, made)
    _mark(work, draft.gtin)
    facts: dict[str, Json] = {"level": draft.level, "decision": decision, "gtin": draft.gtin.text, "batch": draft.batch}
    audit.record(work, "recall:declared", format_id(made.id), facts | {"collect_by": collect_by.isoformat()})
    return made


def lift(work: Work, recall_id: int, decision: str, reason: str) -> Recall:
    """End a recall by a decision of its own; what another recall in force covers stays recalled.

    Raises `NotFound`, `RuleBroken("recall-lifted")` when it was lifted before, `BadInput` without decision or reason.
    """
    work.require("batch:recall")
    told = {"decision": squeeze(decision), "reason": squeeze(reason)}
    missing = [Fault("field-missing", f"/{name}") for name, text in told.items() if not text]
    if missing:
        raise BadInput.of(missing)
    before = recall(work, recall_id)
    if not store.lift(work.db, recall_id, work.now_us, told["decision"], told["reason"]):
        raise RuleBroken("recall-lifted", id=format_id(recall_id), lifted_at=str(before.lifted_at))
    _mark(work, before.gtin)
    audit.record(work, "recall:lifted", format_id(recall_id), {"decision": told["decision"]})
    return recall(work, recall_id)


def recall(work: Work, recall_id: int) -> Recall:
    """Return a recall, or raise `NotFound`. Recalls are public."""
    found = store.recall(work.db, recall_id)
    if found is None:
        raise NotFound("recall-unknown", id=format_id(recall_id))
    return found


def open_for(work: Work, gtin: Gtin, batch: str | None) -> tuple[Recall, ...]:
    """Return the recalls in force that cover a batch, gravest first; without a batch those of all batches."""
    found = [one for one in store.of_gtin(work.db, gtin) if one.is_open and one.covers(batch)]
    return tuple(sorted(found, key=lambda one: (one.level, one.id)))


def of_gtins(work: Work, gtins: Sequence[Gtin]) -> tuple[Recall, ...]:
    """Return every recall of these trade items, lifted ones too, newest first."""
    found = [one for gtin in gtins for one in store.of_gtin(work.db, gtin)]
    return tuple(sorted(found, key=lambda one: -one.id))


def open_recalls(work: Work, cursor: Cursor | None = None, limit: int = 30) -> Page[Recall]:
    """Return the recalls in force, newest first."""
    before = int(cursor.key[0]) if cursor else AFTER_ALL
    return Page.cut(store.open_before(work.db, before, check_limit(limit) + 1), limit, lambda one: (one.id,))


def holders(work: Work, recall_id: int) -> RecallReach:
    """Return whom a recall reaches, read from the ledger without touching a pack; needs `holding:read`."""
    work.require("holding:read")
    found = recall(work, recall_id)
    batches = _batches(work, found)
    holdings = [one for batch in batches for one in trace.holders(work, batch.id)]
    flows = rules.sum_flows(flow for batch in batches for flow in trace.flows(work, batch.id))
    answers = store.responses(work.db, recall_id)
    by_place = rules.by_place(holdings)
    places = tuple(_reached(work, place, states, answers.get(place)) for place, states in by_place.items())
    totals: dict[PackState, int] = {}
    for one in holdings:
        totals[one.state] = totals.get(one.state, 0) + one.n
    made = sum(flow.n for flow in flows if flow.origin is None)
    return RecallReach(found, places, flows, made, totals)


def acknowledge(work: Work, recall_id: int, place: str, quantity: int, note: str | None = None) -> Response:
    """Take the answer of a holder: it knows of the recall and has set `quantity` packs aside.

    Raises `NotAllowed` for a place that is not the actor's (unless it holds `batch:recall`), `NotFound`,
    `RuleBroken("recall-lifted")`, `BadInput`.
    """
    if place != work.actor.place and not work.actor.may("batch:recall"):
        raise NotAllowed("place-not-yours", place=place)
    if quantity < 0:
        raise BadInput.of([Fault("quantity-range", "/quantity", str(quantity))])
    found = recall(work, recall_id)
    if not found.is_open:
        raise RuleBroken("recall-lifted", id=format_id(recall_id), lifted_at=str(found.lifted_at))
    response = Response(recall_id, place, work.now, quantity, squeeze(note) if note else None)
    store.add_response(work.db, response)
    audit.record(work, "recall:acknowledged", format_id(recall_id), {"place": place, "quantity": quantity})
    return response


def _mark(work: Work, gtin: Gtin) -> None:
    """Mark every batch of a trade item with the gravest recall that covers it now.

    The batches are held first: of two decisions at once on PostgreSQL, the second reads what the first declared.
    """
    trace.hold_batches(work, gtin)
    recalls = store.of_gtin(work.db, gtin)
    numbers = [batch.number for batch in _all_batches(work, gtin)]
    marks = {number: rules.gravest(recalls, number) for number in numbers}
    trace.mark_recalled(work, gtin, rules.gravest(recalls, None), marks)


def _batches(work: Work, found: Recall) -> list[Batch]:
    if found.batch is None:
        return _all_batches(work, found.gtin)
    batch = trace.find_batch(work, found.gtin, found.batch)
    return [batch] if batch else []


def _all_batches(work: Work, gtin: Gtin) -> list[Batch]:
    page = trace.batches_of(work, gtin, limit=BATCHES_A_PAGE)
    batches = [*page.items]
    while page.next is not None:
        page = trace.batches_of(work, gtin, page.next, BATCHES_A_PAGE)
        batches += page.items
    return batches


def _reached(work: Work, place: str, states: dict[PackState, int], answer: Response | None) -> ReachedPlace:
    """Return a place of the ledger with the names that the register knows of it."""
    try:
        known = parties.place(work, Gln.parse(place))
    except (NotFound, Gs1Error):
        return ReachedPlace(place, None, None, None, None, states, answer)
    party = parties.party(work, known.party_id)
    return ReachedPlace(place, known.name, party.id, party.name, known.province, states, answer)
