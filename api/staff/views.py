"""The pages of log-in, in both languages: log in, change the password, second factor, log out."""

from __future__ import annotations

import base64

from flask import Blueprint, Response, g, redirect, request
from werkzeug.wrappers import Response as Answer

from api.desk import desk
from api.limits import network
from api.pages.answering import language_of, problem_of, refuse, shell
from api.pages.shell import address, render
from api.staff import session
from registry.errors import BadInput, Fault, NotAllowed, RegistryError
from registry.parties import staff, staff_rules
from registry.parties.staff_model import Staff
from registry.work import SYSTEM

HOME = "/tai-khoan"
LOGIN_PATHS = {"vi": "/dang-nhap", "en": "/login"}
desks = Blueprint("desks", __name__)
english = Blueprint("staff_en", __name__, url_prefix="/en")
staff_pages = Blueprint("staff_pages", __name__)
"""Both languages, as the application registers them."""
staff_pages.register_error_handler(Exception, refuse)


@desks.get("/dang-nhap", endpoint="form_vi")
@desks.get("/login", endpoint="form")
def show_form() -> Answer:
    """The form; who is logged in already is led to the account."""
    return _go(HOME) if session.current_person() is not None else _page("login.html")


@desks.post("/dang-nhap", endpoint="log_in_vi")
@desks.post("/login", endpoint="log_in")
def log_in() -> Answer:
    """Log in: a new session whatever cookie was shown, so that nobody can fix one beforehand."""
    session.check_form()
    told = staff.LogIn(
        login=request.form.get("login", ""),
        password=request.form.get("password", ""),
        address=network(request.remote_addr or ""),
        code=request.form.get("code", "")[:20],
    )
    try:
        token = _log_in(told)
    except NotAllowed as error:
        return _page("login.html", error, 429)
    if not token:
        return _page("login.html", NotAllowed("login-refused"), 401)
    answer = _go(HOME)
    assert isinstance(answer, Response)
    session.put_cookie(answer, token)
    return answer


@desks.get(HOME)
def show_account() -> Answer:
    """The account: first of all the new password, where it must be changed."""
    one = session.current_person()
    return _log_in_first() if one is None else _page("account.html")


@desks.post(HOME + "/mat-khau")
def change_password() -> Answer:
    """Change the password; every other session ends."""
    one = session.current_person()
    if one is None:
        return _log_in_first()
    session.check_form()
    new = request.form.get("new", "")
    try:
        if not staff_rules.fits(one.password, request.form.get("password", "")):
            raise BadInput.of([Fault("password-wrong", pointer="/password")])
        text = staff_rules.check_password(new, one.login)
        if staff_rules.fits(one.password, text):
            raise BadInput.of([Fault("password-same", pointer="/new")])
    except BadInput as error:
        return _page("account.html", error, 422)
    digest, at = staff_rules.digest_password(text), desk()
    actor = staff.actor_of(one)
    token = at.workbench.write(actor, lambda work: staff.change_password(work, at.pepper, one, digest))
    answer = _go(HOME)
    assert isinstance(answer, Response)
    session.put_cookie(answer, token)
    return answer


@desks.post(HOME + "/ma-xac-thuc")
def turn_on_totp() -> Answer:
    """Demand one-time codes from now on; the code typed proves that the app has the secret."""
    one = session.current_person()
    if one is None:
        return _log_in_first()
    session.check_form()
    at, code = desk(), request.form.get("code", "")[:20]
    version = one.totp_version + 1
    done = at.workbench.write(staff.actor_of(one), lambda work: staff.turn_on_totp(work, at.pepper, one, version, code))
    return _go(HOME) if done else _page("account.html", BadInput.of([Fault("totp-wrong", pointer="/code")]), 422)


@desks.post("/dang-xuat")
def log_out() -> Answer:
    """Log out here, or everywhere."""
    one, at = session.current_person(), desk()
    session.check_form()
    token = request.cookies.get(session.COOKIE, "")
    if one is not None and request.form.get("where") == "everywhere":
        at.workbench.write(staff.actor_of(one), lambda work: staff.log_out_everywhere(work, one))
    at.workbench.write(SYSTEM, lambda work: staff.log_out(work, at.pepper, token))
    answer = _log_in_first()
    assert isinstance(answer, Response)
    session.drop_cookie(answer)
    return answer


def _log_in(told: staff.LogIn) -> str:
    at = desk()
    found = at.workbench.write(SYSTEM, lambda work: staff.count_try(work, at.pepper, told))
    fits = staff_rules.fits(found.password if found else None, told.password)
    return at.workbench.write(SYSTEM, lambda work: staff.settle(work, at.pepper, told, found, fits=fits))


def _go(path: str) -> Answer:
    return redirect(address(language_of(), path, {}), 303)


def _log_in_first() -> Answer:
    spoken = language_of()
    return redirect(address(spoken, LOGIN_PATHS[spoken], {}), 303)


def _page(template: str, error: RegistryError | None = None, status: int = 200) -> Response:
    spoken, one = language_of(), session.current_person()
    path = "/dang-nhap" if template == "login.html" else HOME
    html = render(
        template,
        shell(path),
        problem=problem_of(error, spoken) if error else None,
        csrf=session.csrf_field(),
        person=one,
        secret=_secret(one) if one else "",
    )
    made = Response(html, status, mimetype="text/html", headers={"Content-Language": spoken})
    made.headers["Cache-Control"] = "no-store"
    if session.COOKIE not in request.cookies:
        session.put_cookie(made, str(g.first_token))
    return made


def _secret(one: Staff) -> str:
    """Return the secret of the next second factor as apps take it: base 32 (RFC 4648 section 6)."""
    return base64.b32encode(staff_rules.totp_secret(desk().pepper, one.id, one.totp_version + 1)).decode()


staff_pages.register_blueprint(desks, name="staff_vi")
english.register_blueprint(desks)
staff_pages.register_blueprint(english)
