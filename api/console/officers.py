"""The desk of an officer: what waits for a decision, the difference it makes, and approving or returning it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as Answer

from api.auth import actor, reading, writing
from api.console import differences
from api.console.frame import APPROVE, Sent, journal_look, sent_values, show
from api.pages.answering import language_of
from api.pages.values import Chip, Tone
from api.pages.views import go_to, key_of
from api.pages.words import Told
from registry.catalogue import service as catalogue
from registry.catalogue.proposals import Act, Grant, Merge, Proposal, ProposalState, Renew, Step, act_json
from registry.errors import BadInput
from registry.exchange import decisions
from registry.exchange.reviews import ReviewState
from registry.ids import format_id
from registry.paging import Cursor
from registry.work import Work

officers = Blueprint("officers", __name__)
TABS = (ProposalState.OPEN, ProposalState.RETURNED, ProposalState.APPROVED, ProposalState.WITHDRAWN)
TONES = {
    ProposalState.OPEN: Tone.AMBER,
    ProposalState.APPROVED: Tone.GREEN,
    ProposalState.RETURNED: Tone.RED,
}
REVIEW_TONES = {ReviewState.REVIEW: Tone.AMBER, ReviewState.PROPOSED: Tone.GREY, ReviewState.APPLIED: Tone.GREEN}
ROWS = 30


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal in the queue."""

    id: str
    one: Proposal
    state: Chip
    is_own: bool
    titles: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One act of a proposal: what it is, and the fields it changes."""

    title: Told
    lines: tuple[differences.Line, ...]


@officers.get("/console/hang-doi")
def queue() -> Response:
    """What waits: proposals of others and one's own, those returned, and decisions in work."""
    tab, cursor = request.args.get("tab", ""), request.args.get("cursor")
    state = ProposalState(tab) if tab in [*TABS] else ProposalState.OPEN
    with reading() as work:
        page = catalogue.proposals(work, state, Cursor.parse(cursor) if cursor else None, ROWS)
        rows = [_waiting(work, one) for one in page.items]
        works = [
            (format_id(one.id), one, Chip(REVIEW_TONES[one.state], Told(f"review.{one.state}")))
            for one in decisions.reviews(work).items
        ]
    path = "/console/hang-doi" if state is ProposalState.OPEN else f"/console/hang-doi?tab={state}"
    following = str(page.next) if page.next else None
    return show("queue.html", path, "queue", rows=rows, tabs=TABS, tab=state, works=works, next=following)


@officers.get("/console/de-xuat/<proposal_id>")
def show_proposal(proposal_id: str) -> Response:
    """A proposal with its difference, before and after side by side; the look is journalled."""
    return _proposal_page(proposal_id, Sent())


@officers.post("/console/de-xuat/<proposal_id>")
def settle(proposal_id: str) -> Answer:
    """Approve, return with a reason, or take back one's own."""
    values, key = sent_values(), key_of(proposal_id, "proposal-unknown")
    version = int(values["version"]) if values.get("version", "").isdecimal() else 0

    def act(work: Work) -> Proposal:
        match values.get("step"):
            case "approve":
                return catalogue.approve(work, key, version)
            case "withdraw":
                return catalogue.withdraw(work, key, version, values.get("reason") or None)
            case _:
                return catalogue.send_back(work, key, version, values.get("reason", ""))

    try:
        done = writing(act)
    except BadInput as error:
        return _proposal_page(proposal_id, Sent(values, error.faults), 422)
    return go_to(f"/console/de-xuat/{format_id(done.id)}?done={done.state}")


def _proposal_page(proposal_id: str, sent: Sent, status: int = 200) -> Response:
    def look(work: Work) -> tuple[Waiting, list[Part]]:
        found = catalogue.proposal(work, key_of(proposal_id, "proposal-unknown"))
        told = zip(found.acts, found.differences, strict=True)
        spoken = language_of()
        parts = [Part(title_of(act), tuple(differences.lines_of(fields, spoken))) for act, fields in told]
        return _waiting(work, found), parts

    with reading() as work:
        view, parts = look(work)
    journal_look("proposal", view.id)
    given = {"view": view, "parts_of": parts, "sent": sent, "may_approve": actor().may(APPROVE)}
    done = request.args.get("done", "")
    return show("proposal.html", f"/console/de-xuat/{view.id}", "queue", status, **given, done=done)


def title_of(act: Act) -> Told:
    """Return what an act does, in a sentence."""
    match act:
        case Renew():
            return Told.of("act.renew", number=act.number, after=act.after)
        case Merge():
            return Told.of("act.merge", number=act.number, into=act.into)
        case Step():
            return Told.of(f"act.{act.step}", number=act.number)
        case Grant():
            return Told.of("act.grant", number=act.number)
        case _:
            return Told.of(f"act.{act_json(act)['act']}", number=act.number)


def _waiting(work: Work, one: Proposal) -> Waiting:
    chip = Chip(TONES.get(one.state, Tone.GREY), Told(f"proposal.{one.state}"))
    own = catalogue.person_of(work.actor) == one.proposer_person
    return Waiting(format_id(one.id), one, chip, own, tuple(title_of(act) for act in one.acts))
