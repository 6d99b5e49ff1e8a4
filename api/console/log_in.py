"""The door of the served application: people of staff, by the session of their browser."""

from __future__ import annotations

from api.console.door import Door
from api.pages.answering import language_of
from api.pages.shell import address
from api.staff import session
from api.staff.views import LOGIN_PATHS
from registry.work import Actor


def log_in_address(_back: str) -> str:
    """Return where to log in, in the language of the page that was asked for."""
    spoken = language_of()
    return address(spoken, LOGIN_PATHS[spoken], {})


def staff() -> Actor | None:
    """Return who is logged in; nobody is before the first password was changed, and is led to where that is done."""
    person = session.current_person()
    return None if person is None or person.must_change else session.current_staff()


STAFF_DOOR = Door(staff, session.csrf_field, session.check_form, log_in_address)
