"""What a company does beside its products: labels to print, jobs and their progress, who is told of changes."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as Answer

from api.auth import reading, writing
from api.console.frame import Sent, sent_values, show
from api.desk import desk
from api.label_words import label_for
from api.labels import SHEETS, LabelKind, label_sheet
from api.pages.values import Chip, Tone
from api.pages.views import go_to, key_of
from api.pages.words import Told
from api.v1.labels import LABELS_MAX, messages_of
from gs1 import Gs1Error, Gtin
from registry.catalogue import service as catalogue
from registry.catalogue.service import desks
from registry.errors import BadInput, Fault, NotFound
from registry.ids import format_id
from registry.jobs import service as jobs
from registry.jobs.model import JobState
from registry.paging import Cursor
from registry.subscriptions import rules as subscription_rules
from registry.subscriptions import service as subscriptions
from registry.subscriptions.model import Subscription, SubscriptionDraft, SubscriptionState
from registry.work import Work

tools = Blueprint("tools", __name__)
USUAL_SHEET = "a4-3x8"
PACK_SHEETS = tuple(name for name in SHEETS if name.startswith("a4"))
NEEDED = ("gtin", "batch", "expiry", "first_serial", "count")
JOB_TONES = {JobState.DONE: Tone.GREEN, JobState.FAILED: Tone.RED, JobState.RUNNING: Tone.AMBER}
SUBSCRIPTION_TONES = {SubscriptionState.ACTIVE: Tone.GREEN, SubscriptionState.DEAD: Tone.RED}


@tools.get("/console/nhan")
def labels_form() -> Response:
    """The form for a sheet of labels."""
    return _labels_page(Sent({"gtin": request.args.get("gtin", ""), "count": "24", "sheet": USUAL_SHEET}))


@tools.post("/console/nhan")
def print_labels() -> Answer:
    """Give the sheet as PDF; the form comes back with every fault at once."""
    values = sent_values()
    try:
        told = _labels(values)
        with reading() as work:
            work.require("label:draw")
            _check_own(work, told["gtin"])
            drawn = [label_for(work, message, LabelKind.PACK) for message in messages_of(told)]
    except (BadInput, Gs1Error) as error:
        faults = error.faults if isinstance(error, BadInput) else (Fault(str(error.code), "/first_serial"),)
        return _labels_page(Sent(values, faults), 422)
    made = Response(label_sheet(drawn, values["sheet"], 300).pdf(), mimetype="application/pdf")
    made.headers["Content-Disposition"] = 'attachment; filename="labels.pdf"'
    made.headers["Cache-Control"] = "private, no-store"
    return made


@tools.get("/console/cong-viec")
def list_jobs() -> Response:
    """Jobs of one's own and how far they are; all of them for who may read jobs."""
    cursor = request.args.get("cursor")
    with reading() as work:
        page = jobs.jobs(work, Cursor.parse(cursor) if cursor else None)
    rows = [
        (format_id(one.id), one, Chip(JOB_TONES.get(one.state, Tone.GREY), Told(f"job.{one.state}")))
        for one in page.items
    ]
    following = str(page.next) if page.next else None
    return show("jobs.html", "/console/cong-viec", "jobs", rows=rows, next=following)


@tools.get("/console/theo-doi")
def list_subscriptions() -> Response:
    """Who is told of changes."""
    return _subscriptions_page(Sent())


@tools.post("/console/theo-doi")
def subscribe() -> Answer:
    """Subscribe an address; its secret is shown on the page that answers, and there only."""
    values = sent_values()
    private = desk().settings.webhook_private
    draft = SubscriptionDraft(values.get("url", ""))
    try:
        made = writing(lambda work: subscriptions.subscribe(work, draft, private=private))
    except BadInput as error:
        return _subscriptions_page(Sent(values, error.faults), 422)
    return _subscription_page(made, secret=subscription_rules.secret(desk().pepper, made.id, made.secret_version))


@tools.get("/console/theo-doi/<subscription_id>")
def show_subscription(subscription_id: str) -> Response:
    """One subscription and its newest deliveries."""
    with reading() as work:
        found = subscriptions.subscription(work, key_of(subscription_id, "subscription-unknown"))
    return _subscription_page(found)


@tools.post("/console/theo-doi/<subscription_id>")
def change_subscription(subscription_id: str) -> Answer:
    """Tell again from a number, pause, or end."""
    values, key = sent_values(), key_of(subscription_id, "subscription-unknown")
    since = values.get("since", "")
    if values.get("step") == "end":
        writing(lambda work: subscriptions.unsubscribe(work, key))
        return go_to("/console/theo-doi?done=ended")
    if values.get("step") == "pause":
        writing(lambda work: subscriptions.pause(work, key))
    elif not since.isdecimal():
        with reading() as work:
            found = subscriptions.subscription(work, key)
        return _subscription_page(found, Sent(values, [Fault("field-type", "/since", since)]), 422)
    else:
        writing(lambda work: subscriptions.replay(work, key, int(since)))
    return go_to(f"/console/theo-doi/{subscription_id}?done=changed")


def _labels_page(sent: Sent, status: int = 200) -> Response:
    with reading() as work:
        work.require("label:draw")
    return show("labels.html", "/console/nhan", "labels", status, sent=sent, sheets=PACK_SHEETS, most=LABELS_MAX)


def _labels(values: dict[str, str]) -> dict[str, object]:
    """Read the form as `/v1/labels` takes it; raise `BadInput` with every fault at once."""
    faults = [Fault("field-required", f"/{name}") for name in NEEDED if not values.get(name)]
    told: dict[str, object] = {
        "copies": 1,
        "batch": values.get("batch", ""),
        "first_serial": values.get("first_serial"),
    }
    count = values.get("count", "")
    if count and not (count.isdecimal() and 1 <= int(count) <= LABELS_MAX):
        faults.append(Fault("count-range", "/count", count, facts={"most": LABELS_MAX}))
    try:
        told["gtin"] = Gtin.parse(values["gtin"]) if values.get("gtin") else None
    except Gs1Error as error:
        faults.append(Fault(str(error.code), "/gtin", values["gtin"]))
    try:
        told["expiry"] = date.fromisoformat(values["expiry"]) if values.get("expiry") else None
    except ValueError:
        faults.append(Fault("field-date", "/expiry", values["expiry"]))
    if values.get("sheet") not in PACK_SHEETS:
        faults.append(Fault("sheet-unknown", "/sheet", values.get("sheet")))
    if faults:
        raise BadInput.of(faults)
    return {**told, "count": int(count)}


def _check_own(work: Work, gtin: object) -> None:
    """Raise `BadInput` where a GTIN names no product of the caller's party."""
    try:
        assert isinstance(gtin, Gtin)
        desks.own_product(work, catalogue.trade_item(work, gtin).product_id)
    except NotFound:
        raise BadInput.of([Fault("gtin-unknown", "/gtin", str(gtin), facts={"gtin": str(gtin)})]) from None


def _chip(one: Subscription) -> Chip:
    return Chip(SUBSCRIPTION_TONES.get(one.state, Tone.GREY), Told(f"subscription.{one.state}"))


def _subscriptions_page(sent: Sent, status: int = 200) -> Response:
    with reading() as work:
        rows = [(format_id(one.id), one, _chip(one)) for one in subscriptions.subscriptions(work)]
    return show("subscriptions.html", "/console/theo-doi", "subscriptions", status, rows=rows, sent=sent)


def _subscription_page(
    one: Subscription, sent: Sent | None = None, status: int = 200, *, secret: str | None = None
) -> Response:
    with reading() as work:
        page = subscriptions.deliveries(work, one.id)
    key = format_id(one.id)
    given = {"id": key, "one": one, "state": _chip(one), "deliveries": page.items, "sent": sent or Sent()}
    return show("subscription.html", f"/console/theo-doi/{key}", "subscriptions", status, **given, secret=secret)
