"""What one application stands on: its settings, its workbench, and the secret that API keys are digested with."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import date

from flask import Flask, current_app

from registry.settings import Settings
from registry.work import Workbench

NAME = "medreg"


class KeyDays:
    """Which keys were seen on which day, so that the day of a key's last use is written once a day and process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._day: date | None = None
        self._seen: set[bytes] = set()

    def is_first(self, key: bytes, day: date) -> bool:
        """Say whether a key (by its digest) is seen for the first time on this day."""
        with self._lock:
            if day != self._day:
                self._day, self._seen = day, set()
            if key in self._seen:
                return False
            self._seen.add(key)
            return True


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a view may reach for; each application has its own, so that two can live in one process."""

    settings: Settings
    workbench: Workbench
    pepper: bytes
    key_days: KeyDays = field(default_factory=KeyDays)


def put(app: Flask, desk_of_app: Desk) -> None:
    """Give `app` its desk."""
    app.extensions[NAME] = desk_of_app


def desk() -> Desk:
    """Return the desk of the application that answers this request."""
    found = current_app.extensions[NAME]
    assert isinstance(found, Desk)
    return found
