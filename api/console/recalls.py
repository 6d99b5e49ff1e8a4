"""Recalls at the officer's desk: declare with a preview of what it reaches, see who answered, lift."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as Answer

from api.auth import reading, writing
from api.console.frame import Sent, journal_look, sent_values, show
from api.pages.recalls import line_of
from api.pages.values import RecallLine
from api.pages.views import go_to, key_of
from gs1 import Gs1Error, Gtin
from registry.catalogue import service as catalogue
from registry.errors import BadInput, Fault, NotFound
from registry.ids import format_id
from registry.paging import Cursor
from registry.recalls import service as recalls
from registry.recalls.model import Recall, RecallDraft, RecallReach
from registry.work import Work

recall_desk = Blueprint("recall_desk", __name__)
FIELDS = ("gtin", "level", "reason", "decision", "decided_on")
LEVELS = ("1", "2", "3")
ROWS = 30


class Trial(Exception):
    """Ends the trial of a declaration: nothing of it is kept, what it would reach goes out."""

    def __init__(self, reach: RecallReach, name: str) -> None:
        super().__init__("trial")
        self.reach, self.name = reach, name


@recall_desk.get("/console/thu-hoi")
def list_recalls() -> Response:
    """The recalls in force."""
    cursor = request.args.get("cursor")
    with reading() as work:
        work.require("batch:recall")
        page = recalls.open_recalls(work, Cursor.parse(cursor) if cursor else None, ROWS)
        lines = [line_of(one, name_of(work, one.gtin)) for one in page.items]
    following = str(page.next) if page.next else None
    return show("recalls.html", "/console/thu-hoi", "recalls", lines=lines, next=following)


@recall_desk.get("/console/thu-hoi/moi")
def declare_form() -> Response:
    """The form of a new recall."""
    with reading() as work:
        work.require("batch:recall")
        sent = Sent({"gtin": request.args.get("gtin", ""), "batch": request.args.get("batch", "")})
    return _form(sent)


@recall_desk.post("/console/thu-hoi/moi")
def declare() -> Answer:
    """Show what a recall would reach; declare it when that was seen."""
    values = sent_values()
    try:
        if values.get("step") != "declare":
            return _previewed(values)
        made = writing(lambda work: recalls.declare(work, _draft(values)))
    except BadInput as error:
        return _form(Sent(values, error.faults), 422)
    return go_to(f"/console/thu-hoi/{format_id(made.id)}?done=declared")


@recall_desk.get("/console/thu-hoi/<recall_id>")
def show_recall(recall_id: str) -> Response:
    """A recall with everybody it reaches; the look is journalled."""
    return _recall_page(recall_id, Sent())


@recall_desk.post("/console/thu-hoi/<recall_id>")
def lift(recall_id: str) -> Answer:
    """Lift a recall by a decision of its own."""
    values, key = sent_values(), key_of(recall_id, "recall-unknown")
    try:
        writing(lambda work: recalls.lift(work, key, values.get("decision", ""), values.get("reason", "")))
    except BadInput as error:
        return _recall_page(recall_id, Sent(values, error.faults), 422)
    return go_to(f"/console/thu-hoi/{recall_id}?done=lifted")


def name_of(work: Work, gtin: Gtin) -> str:
    """Return the name of the product that a GTIN belongs to, or the GTIN where the register knows none."""
    try:
        return catalogue.product(work, catalogue.trade_item(work, gtin).product_id).name
    except NotFound:
        return gtin.text


def _previewed(values: dict[str, str]) -> Response:
    draft = _draft(values)

    def act(work: Work) -> Recall:
        made = recalls.declare(work, draft)
        raise Trial(recalls.holders(work, made.id), name_of(work, draft.gtin))

    try:
        writing(act)
    except Trial as end:
        return _form(Sent(values), preview=end)
    raise AssertionError("a trial never ends well")


def _form(sent: Sent, status: int = 200, *, preview: Trial | None = None) -> Response:
    given = {"sent": sent, "preview": preview, "levels": LEVELS}
    return show("declare.html", "/console/thu-hoi/moi", "recalls", status, **given)


def _recall_page(recall_id: str, sent: Sent, status: int = 200) -> Response:
    def look(work: Work) -> tuple[RecallReach, RecallLine]:
        work.require("batch:recall")
        reach = recalls.holders(work, key_of(recall_id, "recall-unknown"))
        return reach, line_of(reach.recall, name_of(work, reach.recall.gtin))

    with reading() as work:
        reach, line = look(work)
    journal_look("recall", recall_id)
    done = request.args.get("done", "")
    given = {"reach": reach, "line": line, "sent": sent, "done": done}
    return show("recall.html", f"/console/thu-hoi/{recall_id}", "recalls", status, **given)


def _draft(values: dict[str, str]) -> RecallDraft:
    """Read the form; raise `BadInput` with every fault at once."""
    faults = [Fault("field-required", f"/{name}") for name in FIELDS if not values.get(name)]
    gtin = _gtin(values.get("gtin", ""), faults)
    decided_on = _day(values.get("decided_on", ""), faults)
    level = values.get("level", "")
    if level and level not in LEVELS:
        faults.append(Fault("field-choice", "/level", level))
    if faults or gtin is None or decided_on is None:
        raise BadInput.of(faults)
    batch = values.get("batch") or None
    return RecallDraft(gtin, batch, int(level), values["reason"], values["decision"], decided_on)


def _gtin(text: str, faults: list[Fault]) -> Gtin | None:
    try:
        return Gtin.parse(text) if text else None
    except Gs1Error as error:
        faults.append(Fault(str(error.code), "/gtin", text))
        return None


def _day(text: str, faults: list[Fault]) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        faults.append(Fault("field-date", "/decided_on", text))
        return None
