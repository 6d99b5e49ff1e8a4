"""The application as a WSGI server finds it: `granian --interface wsgi api.wsgi:app`."""

from __future__ import annotations

from api.app import create_app
from registry.settings import Settings

app = create_app(Settings.read())
