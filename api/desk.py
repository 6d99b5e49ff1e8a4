"""What one application stands on: its settings, its workbench, and the secret that API keys are digested with."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app

from registry.settings import Settings
from registry.work import Workbench

NAME = "medreg"


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a view may reach for; each application has its own, so that two can live in one process."""

    settings: Settings
    workbench: Workbench
    pepper: bytes


def put(app: Flask, desk_of_app: Desk) -> None:
    """Give `app` its desk."""
    app.extensions[NAME] = desk_of_app


def desk() -> Desk:
    """Return the desk of the application that answers this request."""
    found = current_app.extensions[NAME]
    assert isinstance(found, Desk)
    return found
