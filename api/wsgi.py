"""The application as a WSGI server finds it: `granian --interface wsgi api.wsgi:app`."""

from __future__ import annotations

import atexit

from api.app import create_app
from api.desk import NAME
from api.jobs import Worker
from registry.settings import Settings

app = create_app(Settings.read())
worker = Worker(app.extensions[NAME].workbench, app.extensions[NAME].settings)
worker.start()
atexit.register(worker.stop)
