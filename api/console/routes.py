"""The console as the application registers it: every page in both languages, behind the log-in, every form checked."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Blueprint, Response, g, redirect, request
from werkzeug.wrappers import Response as Answer

from api.auth import actor
from api.console.advice import advice_desk
from api.console.door import door
from api.console.frame import decides, is_officer
from api.console.lookups import lookups
from api.console.makers import makers
from api.console.officers import officers
from api.console.recalls import recall_desk
from api.console.tools import tools
from api.pages.answering import refuse
from api.pages.views import go_to

console = APIBlueprint("console", __name__, enable_openapi=False)
"""Both languages."""
rooms = Blueprint("rooms", __name__)
for room in (makers, officers, lookups, recall_desk, advice_desk, tools):
    rooms.register_blueprint(room)


@rooms.get("/console")
def first() -> Answer:
    """Lead to the first page of one's desk."""
    if not is_officer(actor()):
        return go_to("/console/san-pham")
    return go_to("/console/hang-doi" if decides(actor()) else "/console/tra-cuu")


@console.before_request
def come_in() -> Answer | None:
    """Let staff in and nobody else; a form must come from a page of the same session."""
    who = door().staff()
    if who is None:
        back = request.full_path.rstrip("?") if request.method == "GET" else request.path
        return redirect(door().log_in(back), 303)
    g.actor = who
    if request.method == "POST":
        door().check_csrf()
    return None


@console.after_request
def keep_nothing(answer: Response) -> Response:
    """Nothing of the console may be kept by a browser or a proxy, a refusal neither."""
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


console.register_error_handler(Exception, refuse)
console.register_blueprint(rooms, name="vi")
console.register_blueprint(rooms, name="en", url_prefix="/en")
