"""The page of the GTIN adviser: two versions side by side, and what the rules make of their difference."""

from __future__ import annotations

from flask import Blueprint, Response

from api.console.frame import Sent, sent_values, show
from api.gtin_versions import ATTRIBUTES, QUESTIONS, Answer, Judged, judge, version_written
from api.pages.answering import language_of
from api.pages.values import Tone
from registry.errors import BadInput, Fault

advice_desk = Blueprint("advice_desk", __name__)
PATH = "/console/gtin-advice"
SIDES = ("old", "new")
TONES = {Answer.KEEP: Tone.GREEN, Answer.NEW_GTIN: Tone.AMBER, Answer.NEW_AUTHORISATION: Tone.RED}


@advice_desk.get(PATH)
def advice_form() -> Response:
    """The form with both versions."""
    return _page(Sent())


@advice_desk.post(PATH)
def advise() -> Response:
    """Answer above the form, which keeps what was written."""
    values = sent_values()
    versions, faults = {}, list[Fault]()
    for side in SIDES:
        try:
            versions[side] = version_written(values, side)
        except BadInput as error:
            faults += error.faults
    if faults:
        return _page(Sent(values, faults), status=422)
    general = values.get("rules") == "general"
    return _page(Sent(values), judge(versions["old"], versions["new"], "general" if general else "healthcare"))


def _page(sent: Sent, judged: Judged | None = None, status: int = 200) -> Response:
    given = {"attributes": ATTRIBUTES, "questions": QUESTIONS, "judged": judged, "lang": language_of()}
    tone = TONES[judged.answer] if judged else None
    return show("advice.html", PATH, "advice", status, sent=sent, tone=tone, **given)
