"""Published decisions: read, compared with the register, reviewed row by row, and applied through one proposal.

What the register's own operator imports is applied at once (docs/decisions/0010); everybody else proposes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from registry.audit import service as audit
from registry.audit.model import Json
from registry.catalogue import service as catalogue
from registry.catalogue.model import Decision
from registry.catalogue.proposals import ProposalDraft, ProposalState, Renew
from registry.errors import BadInput, Conflict, Fault, NotFound, RegistryError, RuleBroken, Stale
from registry.exchange import renewals, store
from registry.exchange.cells import RowReader
from registry.exchange.decision_text import Published, PublishedRow
from registry.exchange.hints import hint
from registry.exchange.model import Cells, RowFault
from registry.exchange.reviews import TAKEABLE, Review, ReviewRow, ReviewState, RowKind, Verdict
from registry.ids import format_id, new_id
from registry.paging import Cursor, Page, check_limit
from registry.work import Work

PROPOSE, APPROVE, OPERATE = "authorisation:propose", "authorisation:approve", "authorisation:write"
BEFORE_ALL = (1 << 63) - 1
MAIN_COLUMN = "so_dang_ky_moi"
CELL_MOST = 4_000
ENDED = frozenset({ProposalState.RETURNED, ProposalState.WITHDRAWN, ProposalState.EXPIRED})
"""A proposal in one of these has left the decision to be reviewed again."""


def compare(work: Work, published: Published) -> tuple[ReviewRow, ...]:
    """Return each row with what it would change in the register; nothing is kept, in a work that writes."""
    return tuple(_compare(work, published.decision, row) for row in published.rows)


def open_review(work: Work, published: Published) -> Review:
    """Keep a decision and its rows for review; the same file again gives the review that stands."""
    work.require(PROPOSE)
    known = store.review_by_document(work.db, published.decision.document or "")
    if known is not None:
        return review(work, known)
    made = _new_review(work, published, ReviewState.REVIEW, compare(work, published))
    audit.record(work, "decision-review:opened", format_id(made.id), _facts(made))
    return made


def review(work: Work, review_id: int) -> Review:
    """Return a decision under review with its rows; it is applied once its proposal is approved."""
    _require_office(work)
    found = store.review(work.db, review_id)
    if found is None:
        raise NotFound("decision-unknown", id=format_id(review_id))
    return replace(found, state=_state(work, found))


def reviews(work: Work, cursor: Cursor | None = None, limit: int = 30) -> Page[Review]:
    """Return the newest decisions, without their rows."""
    _require_office(work)
    before = int(cursor.parts(int)[0]) if cursor else BEFORE_ALL
    found = [replace(one, state=_state(work, one)) for one in store.reviews(work.db, before, check_limit(limit) + 1)]
    return Page.cut(found, limit, lambda one: (one.id,))


def judge(work: Work, found: Review, place: int, verdict: Verdict, note: str | None = None) -> Review:
    """Accept or refuse a row; raise `RuleBroken` for accepting what is in doubt: that is corrected or refused."""
    row = _open_row(work, found, place)
    if verdict is Verdict.ACCEPTED and row.kind not in TAKEABLE:
        raise RuleBroken("row-in-doubt", row=place, kind=str(row.kind))
    return _put(work, found, [replace(row, verdict=verdict, note=note, decided_by=work.actor.name)])


def correct(work: Work, found: Review, place: int, cells: Cells, note: str | None = None) -> Review:
    """Put other words into cells of a row and compare it anew; raise `BadInput` where it still cannot be read."""
    row = _open_row(work, found, place)
    strange = [Fault("field-unknown", f"/cells/{name}") for name in sorted(set(cells) - set(row.cells))]
    strange += [Fault("field-length", f"/cells/{name}") for name, text in cells.items() if len(text) > CELL_MOST]
    if strange:
        raise BadInput.of(strange)
    told = _compare(work, found.decision, PublishedRow(place, place, {**row.cells, **cells}))
    if told.kind not in TAKEABLE:
        raise BadInput.of([Fault(one.code, f"/cells/{one.column}", one.value, one.hint_en) for one in told.faults])
    return _put(work, found, [replace(told, verdict=Verdict.CORRECTED, note=note, decided_by=work.actor.name)])


def accept_clear(work: Work, found: Review) -> Review:
    """Accept every row that waits and in which nothing was noticed; the others wait on."""
    _check_open(work, found)
    clear = [row for row in found.rows if row.verdict is Verdict.PENDING and row.is_clear]
    return _put(work, found, [replace(row, verdict=Verdict.ACCEPTED, decided_by=work.actor.name) for row in clear])


def propose(work: Work, found: Review, reason: str | None = None) -> Review:
    """Propose all rows that were accepted as one proposal, for another officer to approve; no row may wait."""
    work.require(PROPOSE)
    _check_open(work, found)
    waiting = [row.place for row in found.rows if row.verdict is Verdict.PENDING]
    if waiting:
        raise RuleBroken("rows-waiting", rows=waiting[:20], count=len(waiting))
    taken = [row for row in found.rows if row.verdict in {Verdict.ACCEPTED, Verdict.CORRECTED}]
    acts = [_act(row.cells, found.decision) for row in taken if row.kind is not RowKind.UNCHANGED]
    if not acts:
        raise RuleBroken("decision-empty", decision=found.decision.number)
    made = catalogue.propose(work, ProposalDraft(found.decision, tuple(acts), reason))
    _move(work, found, ReviewState.PROPOSED, made.id)
    audit.record(work, "decision-review:proposed", format_id(found.id), {"proposal": format_id(made.id)})
    return review(work, found.id)


def apply_at_once(work: Work, published: Published) -> Review:
    """Apply every clear row of a published decision by the operator's own right; refuse what is in doubt."""
    work.require(OPERATE)
    work.require(PROPOSE)
    done = []
    for row in published.rows:
        told = _compare(work, published.decision, row)
        if told.kind in {RowKind.NEW, RowKind.CHANGED}:
            catalogue.perform(work, _act(told.cells, published.decision), published.decision, None)
        verdict = Verdict.ACCEPTED if told.kind in TAKEABLE else Verdict.REFUSED
        done.append(replace(told, verdict=verdict, decided_by=work.actor.name))
    known = store.review_by_document(work.db, published.decision.document or "")
    if known is not None:
        return replace(review(work, known), rows=tuple(done))
    made = _new_review(work, published, ReviewState.APPLIED, tuple(done))
    audit.record(work, "decision-review:applied", format_id(made.id), _facts(made))
    return made


def expect(found: Review, version: int) -> Review:
    """Return a review as the caller read it; raise `Stale` when it has moved on."""
    if found.version != version:
        raise Stale("record-moved", version=found.version)
    return found


def _compare(work: Work, decision: Decision, row: PublishedRow) -> ReviewRow:
    reader = RowReader(row.line, row.cells)
    for doubt in row.doubts:
        reader.refuse(doubt.column, doubt.code)
    renewed = renewals.read(reader)
    if renewed is None:
        return ReviewRow(row.place, RowKind.FAULT, Verdict.PENDING, row.cells, {}, tuple(reader.faults))
    act = _renew(renewed)
    try:
        is_known = _check_known(work, act)
        told = catalogue.preview(work, act, decision)
    except RegistryError as error:
        fault = _conflict(error, row)
        return ReviewRow(row.place, RowKind.CONFLICT, Verdict.PENDING, row.cells, {}, (*reader.faults, fault))
    kind = RowKind.NEW if not is_known else RowKind.CHANGED if told else RowKind.UNCHANGED
    return ReviewRow(row.place, kind, Verdict.PENDING, row.cells, told, tuple(reader.faults))


def _check_known(work: Work, act: Renew) -> bool:
    """Say whether the register knows a number of the row; raise `Conflict` when it names another product there."""
    for number in (act.number, act.after):
        try:
            one = catalogue.find_by_number(work, number)
        except NotFound:
            continue
        catalogue.check_same_product(work, one.product_id, act.about, number)
        return True
    return False


def _conflict(error: RegistryError, row: PublishedRow) -> RowFault:
    code = error.faults[0].code if error.faults else error.code
    told = str(error.facts.get("registered") or error.facts.get("number") or error.facts.get("state") or "")
    value = row.cells.get(MAIN_COLUMN) or ""
    return RowFault(row.line, MAIN_COLUMN, code, f"{value} ({told})" if told else value, *hint(code))


def _act(cells: Cells, decision: Decision) -> Renew:
    renewed = renewals.read(RowReader(0, cells))
    if renewed is None:
        raise RuleBroken("row-in-doubt", row=cells.get("stt") or "", kind=str(RowKind.FAULT), decision=decision.number)
    return _renew(renewed)


def _renew(renewed: renewals.Renewed) -> Renew:
    one = renewed.renewal
    return Renew(one.before.text, one.after.text, renewed.about, one.valid_from, one.valid_until, one.terms)


def _new_review(work: Work, published: Published, state: ReviewState, rows: tuple[ReviewRow, ...]) -> Review:
    cited = published.decision
    if cited.authority is None:
        raise BadInput.of([Fault("decision-missing", "/authority", cited.number)])
    made = Review(new_id(), state, cited, published.source, published.notes, None, work.actor.name, 1, work.now, rows)
    if not store.add_review(work.db, made):
        raise Conflict("decision-known", decision=cited.number)
    return made


def _state(work: Work, found: Review) -> ReviewState:
    """Return where a decision stands by its proposal: approved is applied, ended otherwise is open again."""
    if found.proposal_id is None:
        return found.state
    settled = catalogue.proposal(work, found.proposal_id).state
    if settled is ProposalState.APPROVED:
        return ReviewState.APPLIED
    return ReviewState.REVIEW if settled in ENDED else ReviewState.PROPOSED


def _require_office(work: Work) -> None:
    if not work.actor.may(APPROVE):
        work.require(PROPOSE)


def _check_open(work: Work, found: Review) -> None:
    work.require(PROPOSE)
    if found.state is not ReviewState.REVIEW:
        raise Conflict("decision-settled", state=str(found.state))


def _open_row(work: Work, found: Review, place: int) -> ReviewRow:
    _check_open(work, found)
    row = next((one for one in found.rows if one.place == place), None)
    if row is None:
        raise NotFound("row-unknown", row=place)
    return row


def _put(work: Work, found: Review, rows: Sequence[ReviewRow]) -> Review:
    store.put_rows(work.db, found.id, rows)
    _move(work, found, ReviewState.REVIEW, None)
    told: dict[str, Json] = {"rows": [row.place for row in rows], "verdicts": [row.verdict for row in rows]}
    audit.record(work, "decision-review:judged", format_id(found.id), told)
    return review(work, found.id)


def _move(work: Work, found: Review, state: ReviewState, proposal_id: int | None) -> None:
    if not store.move_review(work.db, found, state, proposal_id):
        raise Stale("record-moved", version=found.version)


def _facts(one: Review) -> dict[str, Json]:
    return {"decision": one.decision.number, "document": one.decision.document, "rows": len(one.rows)}
