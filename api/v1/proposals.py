"""`/v1/proposals`: what an officer proposes on authorisations, and what another one makes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint, Schema
from marshmallow import fields
from marshmallow.validate import Length, OneOf, Range

from api.auth import reading, writing
from api.preconditions import expected_version, tagged
from api.v1.authorisations import ANYTHING, CitedShown
from api.v1.fields import Day, Form, Instant, Key, PageQuery
from api.v1.lists import cursor_of, linked
from registry.audit.model import Json
from registry.catalogue import service as catalogue
from registry.catalogue.model import Decision, ProductKind
from registry.catalogue.proposals import (
    ACTS,
    DRAFT_TEXTS,
    STEPS,
    Act,
    Proposal,
    ProposalDraft,
    ProposalState,
    act_from,
    act_json,
)
from registry.errors import BadInput, Fault
from registry.ids import format_id, parse_id

proposals = APIBlueprint("proposals", __name__, url_prefix="/v1/proposals", tag="Proposals")
Answer = tuple[dict[str, object], int, dict[str, str]]


class CitedForm(Form):
    """The act of the authority that everything proposed rests on."""

    number = fields.String(required=True, validate=Length(1, 200, error="field-length"))
    decided_on = Day(required=True)
    authority = fields.String(required=True, validate=Length(1, 200, error="field-length"))
    document = fields.String(
        required=True, metadata={"description": "SHA-256 of the published file, 64 hexadecimal digits"}
    )


class AboutForm(Form):
    """What the decision says of the product."""

    kind = fields.String(load_default="medicine", validate=OneOf([str(k) for k in ProductKind], error="field-choice"))
    shelf_life_months = fields.Integer(allow_none=True, validate=Range(1, 600, error="field-range"))


for _name in DRAFT_TEXTS:
    AboutForm._declared_fields[_name] = fields.String(allow_none=True, validate=Length(0, 4_000, error="field-length"))  # noqa: SLF001 - marshmallow has no other way to add fields from a list


class ActForm(Form):
    """One act: which parts it needs depends on `act`."""

    act = fields.String(required=True, validate=OneOf(list(ACTS), error="field-choice"))
    number = fields.String(required=True, validate=Length(1, 100, error="field-length"))
    version = fields.Integer(
        validate=Range(0, 1 << 31, error="field-range"),
        metadata={"description": "The version that was read; refused with 412 when it has moved on"},
    )
    after = fields.String(metadata={"description": "renew: the new number, or the same where it is kept"})
    into = fields.String(metadata={"description": "merge: a number of the record that stays"})
    step = fields.String(validate=OneOf([str(one) for one in STEPS], error="field-choice"))
    valid_from = Day()
    valid_until = Day()
    terms = fields.String(validate=Length(1, 20, error="field-length"))
    is_emergency = fields.Boolean()
    successor_of = fields.String(metadata={"description": "grant: a number of the one whose place it takes"})
    about = fields.Nested(AboutForm)


class ProposalForm(Form):
    """What is proposed."""

    decision = fields.Nested(CitedForm, required=True)
    reason = fields.String(load_default=None, allow_none=True, validate=Length(0, 2_000, error="field-length"))
    acts = fields.List(fields.Nested(ActForm), required=True, validate=Length(1, 500, error="field-length"))


class WhyForm(Form):
    """Why."""

    reason = fields.String(load_default="", validate=Length(0, 2_000, error="field-length"))


class ProposalQuery(PageQuery):
    """Which proposals."""

    state = fields.String(
        load_default="open", validate=OneOf([str(one) for one in ProposalState], error="field-choice")
    )


class DifferenceShown(Schema):
    """A field that an act would change."""

    field = fields.String(required=True)
    before = fields.Raw(allow_none=True, metadata=ANYTHING)
    after = fields.Raw(allow_none=True, metadata=ANYTHING)


class ActShown(Schema):
    """An act, and every field it changes."""

    act = fields.Dict(required=True)
    differences = fields.List(fields.Nested(DifferenceShown), required=True)


class ProposalShown(Schema):
    """A proposal: `version` is what If-Match names."""

    id = Key(required=True)
    state = fields.String(required=True)
    decision = fields.Nested(CitedShown, required=True)
    reason = fields.String(allow_none=True)
    acts = fields.List(fields.Nested(ActShown), required=True)
    proposer = fields.String(required=True)
    settler = fields.String(allow_none=True)
    settled_why = fields.String(allow_none=True)
    settled_at = Instant(allow_none=True)
    expires_at = Instant(required=True)
    version = fields.Integer(required=True)
    recorded_at = Instant(required=True)


class ProposalsShown(Schema):
    """A page of proposals, newest first."""

    items = fields.List(fields.Nested(ProposalShown), required=True)
    next = fields.String(allow_none=True)


@proposals.post("")
@proposals.input(ProposalForm)
@proposals.output(ProposalShown, status_code=201)
@proposals.doc(operation_id="propose", security="key")
def post_proposal(json_data: dict[str, Any]) -> Answer:
    """Propose grants, renewals, amendments, suspensions, revocations or merges (scope authorisation:propose)."""
    draft = _draft(json_data)
    made = writing(lambda work: catalogue.propose(work, draft))
    return _told(made), 201, {**tagged(made.version), "Location": f"/v1/proposals/{format_id(made.id)}"}


@proposals.get("")
@proposals.input(ProposalQuery, location="query")
@proposals.output(ProposalsShown)
@proposals.doc(operation_id="listProposals", security="key")
def list_proposals(query_data: dict[str, Any]) -> dict[str, object]:
    """Return the proposals in a state, newest first, to who may propose or approve."""
    with reading() as work:
        state = ProposalState(query_data["state"])
        page = catalogue.proposals(work, state, cursor_of(query_data), query_data["limit"])
    return linked(page.map(_told))


@proposals.get("/<proposal_id>")
@proposals.output(ProposalShown)
@proposals.doc(operation_id="readProposal", security="key")
def read_proposal(proposal_id: str) -> Answer:
    """Return a proposal with what it would change; its ETag is what If-Match wants."""
    with reading() as work:
        return _answer(catalogue.proposal(work, parse_id(proposal_id)))


@proposals.post("/<proposal_id>/approve")
@proposals.output(ProposalShown)
@proposals.doc(operation_id="approveProposal", security="key")
def post_approval(proposal_id: str) -> Answer:
    """Do all that another officer proposed, or nothing of it (scope authorisation:approve, If-Match)."""
    key, version = parse_id(proposal_id), expected_version()
    return _answer(writing(lambda work: catalogue.approve(work, key, version)))


@proposals.post("/<proposal_id>/return")
@proposals.input(WhyForm)
@proposals.output(ProposalShown)
@proposals.doc(operation_id="returnProposal", security="key")
def post_return(proposal_id: str, json_data: dict[str, Any]) -> Answer:
    """Send a proposal back with the reason (scope authorisation:approve, If-Match)."""
    key, version = parse_id(proposal_id), expected_version()
    return _answer(writing(lambda work: catalogue.send_back(work, key, version, json_data["reason"])))


@proposals.post("/<proposal_id>/withdraw")
@proposals.input(WhyForm)
@proposals.output(ProposalShown)
@proposals.doc(operation_id="withdrawProposal", security="key")
def post_withdrawal(proposal_id: str, json_data: dict[str, Any]) -> Answer:
    """Take one's own proposal back (scope authorisation:propose, If-Match)."""
    key, version = parse_id(proposal_id), expected_version()
    return _answer(writing(lambda work: catalogue.withdraw(work, key, version, json_data["reason"] or None)))


def differences_of(told: dict[str, Json]) -> list[dict[str, object]]:
    """Return kept differences as a list: the field, before, after."""
    return [
        {"field": name, "before": pair[0], "after": pair[1]}
        for name, pair in sorted(told.items())
        if isinstance(pair, list)
    ]


def _draft(told: dict[str, Any]) -> ProposalDraft:
    acts: list[Act] = []
    faults: list[Fault] = []
    for place, act in enumerate(told["acts"]):
        try:
            acts.append(act_from(act))
        except BadInput as error:
            faults += [replace(fault, pointer=f"/acts/{place}{fault.pointer}") for fault in error.faults]
    if faults:
        raise BadInput.of(faults)
    versions = tuple((act["number"], act["version"]) for act in told["acts"] if "version" in act)
    return ProposalDraft(Decision(**told["decision"]), tuple(acts), told["reason"], versions)


def _answer(one: Proposal) -> Answer:
    return _told(one), 200, tagged(one.version)


def _told(one: Proposal) -> dict[str, object]:
    acts = [
        {"act": act_json(act), "differences": differences_of(told)}
        for act, told in zip(one.acts, one.differences, strict=True)
    ]
    names = ("id", "state", "decision", "reason", "proposer", "settler", "settled_why", "settled_at", "expires_at")
    return {**{name: getattr(one, name) for name in (*names, "version", "recorded_at")}, "acts": acts}
