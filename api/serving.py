"""Starts the server process, and says at its door where it is and what to try first."""

from __future__ import annotations

import json
import os

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from rich.console import Console

from registry.db.connection import Database
from registry.db.migrate import pending
from registry.settings import Settings
from scanner import available_engines
from seed.country import KEYS_FILE

STOP_WITHIN_S = 20
"""Requests in flight get this long after SIGTERM."""


def run_server(settings: Settings, host: str, port: int) -> None:
    """Serve until told to stop. One worker process, because SQLite has exactly one writing process; threads inside it."""
    os.environ["MEDREG_HOST"], os.environ["MEDREG_PORT"] = host, str(port)
    greet(settings, host, port)
    Granian(
        "api.wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=settings.threads,
        backpressure=settings.threads * 64,
        workers_kill_timeout=STOP_WITHIN_S,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


def greet(settings: Settings, host: str, port: int) -> None:
    """Print the address, the demonstration keys when there are some, and the first steps."""
    console = Console(highlight=False, soft_wrap=True)
    shown = f"[{host}]" if ":" in host else host
    url = f"http://{shown}:{port}"
    console.print(f"medreg serves on [bold]{url}[/]   (Ctrl-C stops it)", markup=":" not in host)
    path = settings.home / KEYS_FILE
    if not path.exists():
        return
    demo = json.loads(path.read_text(encoding="utf-8"))
    console.print("\nDemonstration keys (invented parties; the file holds all of them):")
    for role, key in demo["keys"].items():
        console.print(f"  {role:<11} {key}")
    pack = demo["pack"]
    console.print(
        f"\nFirst steps\n"
        f"  look up    {url}/tim?q=paracetamol   {url}/en/tim?q=paracetamol\n"
        f"  one pack   {url}/01/{pack['gtin']}/10/{pack['batch']}/21/{pack['serial']}\n"
        f"  the API    {url}/docs\n"
        f"  verify     curl -s {url}/v1/verify -H 'Content-Type: application/json' -d '{json.dumps({'text': pack['text']})}'\n"
    )


def installation(settings: Settings) -> dict[str, str]:
    """Return what this installation stands on: the database and its state, and the barcode readers found."""
    database = Database.open(settings.database_url)
    missing = pending(database)
    database.close()
    return {
        "database": f"{database.dialect} {settings.database_url.split('@')[-1]}",
        "migrations": f"missing: {', '.join(missing)}" if missing else "all applied",
        "readers": ", ".join(f"{engine.name} {engine.version}" for engine in available_engines()),
    }
