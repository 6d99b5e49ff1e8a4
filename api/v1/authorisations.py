"""`/v1/authorisations`: a licence by any number it has or ever had, as it is or as it was, and what befell it."""

from __future__ import annotations

from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint, Schema
from marshmallow import fields
from marshmallow.validate import Length, OneOf, Range

from api.auth import reading, writing
from api.v1.fields import Day, Form, Instant, Key, PageQuery, Query
from api.v1.lists import cursor_of, linked
from registry.audit.model import FieldChange
from registry.catalogue import service as catalogue
from registry.catalogue.model import Authorisation, AuthorisationStep
from registry.catalogue.standing import standing
from registry.errors import Stale
from registry.paging import Page
from registry.work import Work

authorisations = APIBlueprint("authorisations", __name__, url_prefix="/v1/authorisations", tag="Authorisations")
ANYTHING = {
    "description": "Text, number, boolean, list or object",
    "type": ["string", "number", "boolean", "array", "object"],
}


class NumberQuery(Query):
    """A number with slashes is easier told in the query."""

    number = fields.String(
        required=True, metadata={"description": "Any spelling, old or new", "example": "VD-22739-15"}
    )


class AsOfQuery(Query):
    """A day of the world, and an instant of the register; both default to now."""

    valid_on = Day(metadata={"description": "As it was on this day", "example": "2025-11-30"})
    known_at = fields.AwareDateTime(metadata={"description": "By what the register knew at this instant"})


class FragmentQuery(PageQuery):
    """A piece of a number."""

    fragment = fields.String(
        required=True, validate=Length(3, 40, error="field-length"), metadata={"description": "At least 3 characters"}
    )


class StepForm(Form):
    """A step before any decision, and the version of the authorisation that was read."""

    step = fields.String(
        required=True, validate=OneOf([str(one) for one in catalogue.DOSSIER_STEPS], error="field-choice")
    )
    version = fields.Integer(required=True, validate=Range(1, 1 << 31, error="field-range"))
    dossier = fields.String(
        required=True, validate=Length(1, 200, error="field-length"), metadata={"description": "Number of the dossier"}
    )
    reason = fields.String(load_default=None, allow_none=True, validate=Length(0, 2_000, error="field-length"))


class NumberShown(Schema):
    """A number that names, or named, the authorisation."""

    text = fields.String(required=True)
    is_current = fields.Boolean(required=True)
    usable_from = Day(allow_none=True)
    usable_until = Day(allow_none=True, metadata={"description": "End of the overlap after a renewal"})


class StandingShown(Schema):
    """How the number that was asked for stands on the day that was asked for."""

    text = fields.String(required=True)
    is_current = fields.Boolean(required=True)
    usable_until = Day(allow_none=True, metadata={"description": "An old number is usable until this day"})
    may_be_printed = fields.Boolean(
        required=True,
        allow_none=True,
        metadata={"description": "On packs made or imported on this day; null where only a list is known"},
    )
    may_be_handed_out = fields.Boolean(
        required=True, metadata={"description": "As far as the licence goes; recall and expiry are other questions"}
    )


class AuthorisationShown(Schema):
    """A marketing authorisation or circulation number."""

    id = Key(required=True)
    kind = fields.String(required=True)
    number = fields.String(required=True)
    state = fields.String(required=True)
    product_id = Key(required=True)
    holder_id = Key(allow_none=True)
    valid_from = Day(allow_none=True)
    valid_until = Day(allow_none=True)
    terms = fields.String(allow_none=True, metadata={"description": "P5Y, P3Y (ISO 8601), or until a day"})
    is_emergency = fields.Boolean(metadata={"description": "A device number issued in an emergency, which expires"})
    evidence = fields.String(required=True, metadata={"description": "list, award, decision or submission"})
    decision = fields.String(allow_none=True)
    version = fields.Integer(required=True)
    successor_of = Key(allow_none=True, metadata={"description": "The one, lapsed or revoked, whose place it took"})
    numbers = fields.List(fields.Nested(NumberShown), required=True)


class AuthorisationFound(AuthorisationShown):
    """An authorisation, and how the number asked for stands."""

    asked = fields.Nested(StandingShown, required=True)
    successors = fields.List(fields.String(), required=True, metadata={"description": "What took its place"})


class CitedShown(Schema):
    """The act of an authority: `document` is the SHA-256 of the published file."""

    number = fields.String(required=True)
    decided_on = Day(allow_none=True)
    authority = fields.String(allow_none=True)
    document = fields.String(allow_none=True)


class StepShown(Schema):
    """A step in the life of an authorisation."""

    step = fields.String(required=True)
    state = fields.String(required=True)
    decision = fields.Nested(CitedShown, allow_none=True)
    reason = fields.String(allow_none=True, attribute="note")
    actor = fields.String(required=True)
    recorded_at = Instant(required=True)


class StepChangeShown(Schema):
    """A field that changed: before, after, from which day on, told when."""

    field = fields.String(required=True)
    before = fields.Raw(allow_none=True, metadata=ANYTHING)
    after = fields.Raw(allow_none=True, metadata=ANYTHING)
    valid_from = Day(allow_none=True)
    recorded_at = Instant(required=True)
    reason = fields.String(allow_none=True)


class HistoryShown(Schema):
    """All steps, and all changes of fields, oldest first."""

    number = fields.String(required=True)
    steps = fields.List(fields.Nested(StepShown), required=True)
    changes = fields.List(fields.Nested(StepChangeShown), required=True)


class FragmentShown(Schema):
    """A number that holds the fragment, and the authorisation that it names or named."""

    number = fields.String(required=True)
    authorisation = fields.Nested(AuthorisationShown, required=True)


class FragmentsShown(Schema):
    """A page of numbers."""

    items = fields.List(fields.Nested(FragmentShown), required=True)
    next = fields.String(allow_none=True)


class ReminderShown(Schema):
    """That an authorisation ends on a day, told so many days before it."""

    authorisation_id = Key(required=True)
    number = fields.String(required=True)
    valid_until = Day(required=True)
    days = fields.Integer(required=True)
    recorded_at = Instant(required=True)


class RemindersShown(Schema):
    """A page of reminders, first ending first."""

    items = fields.List(fields.Nested(ReminderShown), required=True)
    next = fields.String(allow_none=True)


SHOWN = tuple(AuthorisationShown._declared_fields)  # noqa: SLF001 - the names that the schema shows, by its own list


@authorisations.get("")
@authorisations.input(NumberQuery, location="query")
@authorisations.output(AuthorisationFound)
@authorisations.doc(operation_id="findAuthorisation")
def find_authorisation(query_data: dict[str, Any]) -> dict[str, object]:
    """Return the authorisation that a number names, or ever named."""
    with reading() as work:
        return _found(work, catalogue.find_by_number(work, query_data["number"]), query_data["number"])


@authorisations.get("/search")
@authorisations.input(FragmentQuery, location="query")
@authorisations.output(FragmentsShown)
@authorisations.doc(operation_id="searchNumbers")
def search_numbers(query_data: dict[str, Any]) -> dict[str, object]:
    """Return the numbers, old and new, that hold a fragment, with their authorisations."""
    cursor, limit = cursor_of(query_data), query_data["limit"]
    after = str(cursor.parts(str)[0]) if cursor else ""
    with reading() as work:
        found = catalogue.with_fragment(work, query_data["fragment"], after, limit + 1)
    page = Page.cut(found, limit, lambda one: (one[2],))
    return linked(page.map(lambda one: {"number": one[1], "authorisation": one[0]}))


@authorisations.get("/reminders")
@authorisations.input(PageQuery, location="query")
@authorisations.output(RemindersShown)
@authorisations.doc(operation_id="listReminders", security="key")
def list_reminders(query_data: dict[str, Any]) -> dict[str, object]:
    """Return the reminders of one's own authorisations that end soon, or all of them to an officer."""
    with reading() as work:
        return linked(catalogue.reminders(work, cursor_of(query_data), query_data["limit"]))


@authorisations.get("/<path:number>/history")
@authorisations.output(HistoryShown)
@authorisations.doc(operation_id="getAuthorisationHistory")
def get_history(number: str) -> dict[str, object]:
    """Return every step with the decision it cites, and every field that changed."""
    with reading() as work:
        one = catalogue.find_by_number(work, number)
        changes = [_change(change) for change in catalogue.history_of(work, one)]
        return {"number": one.number, "steps": catalogue.steps_of(work, one.id), "changes": changes}


@authorisations.post("/<path:number>/steps")
@authorisations.input(StepForm)
@authorisations.output(AuthorisationFound)
@authorisations.doc(operation_id="advanceAuthorisation", security="key")
def post_step(number: str, json_data: dict[str, Any]) -> dict[str, object]:
    """Submit one's own dossier (authorisation:write), take it into review or return it (authorisation:propose).

    What a decision does (grant, suspend, revoke ...) goes through /v1/proposals.
    """

    def advance(work: Work) -> dict[str, object]:
        one = catalogue.find_by_number(work, number)
        if one.version != json_data["version"]:
            raise Stale("authorisation-changed", number=one.number)
        step = AuthorisationStep(json_data["step"])
        return _found(work, catalogue.advance(work, one, step, json_data["dossier"], json_data["reason"]), number)

    return writing(advance)


@authorisations.get("/<path:number>")
@authorisations.input(AsOfQuery, location="query")
@authorisations.output(AuthorisationFound)
@authorisations.doc(operation_id="getAuthorisation")
def get_authorisation(number: str, query_data: dict[str, Any]) -> dict[str, object]:
    """Return the authorisation that a number names, or ever named, as it is or as it was on a day."""
    valid_on, known_at = query_data.get("valid_on"), query_data.get("known_at")
    with reading() as work:
        if valid_on is None and known_at is None:
            return _found(work, catalogue.find_by_number(work, number), number)
        return _found(work, catalogue.as_it_was(work, number, valid_on, known_at), number, valid_on)


def _found(work: Work, one: Authorisation, asked: str, day: Any = None) -> dict[str, object]:  # noqa: ANN401 - see the import
    told = {name: getattr(one, name) for name in SHOWN}
    stands = standing(one, asked, day or work.today)
    return {**told, "asked": stands, "successors": catalogue.successors_of(work, one.id)}


def _change(change: FieldChange) -> dict[str, object]:
    version = change.version
    told = {"field": change.name, "before": change.before, "after": change.after, "reason": version.reason}
    return {**told, "valid_from": version.valid_from, "recorded_at": version.recorded_at}
