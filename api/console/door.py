"""Who comes in: the log-in as the console knows it, four questions that an application answers for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app
from markupsafe import Markup

from registry.work import Actor

NAME = "medreg-console"


@dataclass(frozen=True, slots=True)
class Door:
    """The log-in of staff: who is here, the hidden field of a form and its check, and where to log in.

    `check_csrf` raises `NotAllowed` for a form that did not come from a page of this session.
    """

    staff: Callable[[], Actor | None]
    csrf_field: Callable[[], Markup]
    check_csrf: Callable[[], None]
    log_in: Callable[[str], str]


def hang(app: Flask, door_of_app: Door) -> None:
    """Give `app` its door."""
    app.extensions[NAME] = door_of_app


def door() -> Door:
    """Return the door of the application that answers this request."""
    found = current_app.extensions[NAME]
    assert isinstance(found, Door)
    return found
