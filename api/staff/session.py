"""Who sits before a page: the person whose session the cookie opens. Interfaces for machines never look here."""

from __future__ import annotations

import hmac

from flask import Response, g, request
from markupsafe import Markup

from api.desk import desk
from registry.errors import NotAllowed, RuleBroken
from registry.parties import staff, staff_rules
from registry.parties.staff_model import Staff
from registry.work import SYSTEM, Actor

COOKIE = "medreg_session"
FIELD = "form_token"
TOKEN_MAX = 100


def current_person() -> Staff | None:
    """Return the account whose session this request carries, or None."""
    if "person" not in g:
        g.person = _person()
    found = g.person
    assert found is None or isinstance(found, Staff)
    return found


def current_staff() -> Actor | None:
    """Return who is logged in, as the one who asks; None for anybody else."""
    one = current_person()
    return None if one is None else staff.actor_of(one)


def require_staff(scope: str) -> Actor:
    """Return who is logged in; raise `NotAllowed` when nobody is, or who is lacks `scope`.

    A request that changes something must carry the token of the form it comes from.
    """
    found = current_staff()
    if found is None:
        raise NotAllowed("login-needed")
    if request.method not in {"GET", "HEAD"}:
        check_form()
    if not found.may(scope):
        raise NotAllowed("scope-missing", scope=scope)
    return found


def form_token() -> str:
    """Return the token that the forms of this browser carry; a browser without a cookie is given one first."""
    token = request.cookies.get(COOKIE, "")[:TOKEN_MAX] or g.get("first_token") or staff_rules.make_token()
    g.first_token = token
    return staff_rules.form_token(desk().pepper, token)


def csrf_field() -> Markup:
    """Return the hidden field for a form."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, form_token())


def check_form() -> None:
    """Raise `RuleBroken` unless the form was made for this browser; compared in constant time."""
    token = request.cookies.get(COOKIE, "")[:TOKEN_MAX]
    shown = request.form.get(FIELD, "")
    expected = staff_rules.form_token(desk().pepper, token)
    if not token or not hmac.compare_digest(expected.encode(), shown.encode()):
        raise RuleBroken("form-token")


def put_cookie(answer: Response, token: str) -> None:
    """Give the browser a session's token: out of reach for scripts, for this site only, and for this session."""
    answer.set_cookie(COOKIE, token, httponly=True, samesite="Lax", secure=_is_https(), path="/")


def drop_cookie(answer: Response) -> None:
    """Take the token away."""
    answer.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=_is_https(), path="/")


def _is_https() -> bool:
    return request.is_secure or desk().settings.public_url.startswith("https://")


def _person() -> Staff | None:
    token = request.cookies.get(COOKIE, "")[:TOKEN_MAX]
    if not token:
        return None
    at = desk()
    with at.workbench.read(SYSTEM) as work:
        found = staff.session_of(work, at.pepper, token)
        noted = staff.is_noted(work, at.pepper, token)
    if found is not None and not noted:
        at.workbench.write(SYSTEM, lambda work: staff.note_use(work, at.pepper, token))
    return found
