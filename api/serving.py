"""Starts the server process, and says at its door where it is and what to try first."""

from __future__ import annotations

import json
import os

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from rich.console import Console

from registry.settings import Settings
from seed.world import KEYS_FILE

STOP_WITHIN_S = 20
"""Requests in flight get this long after SIGTERM."""


def run_server(settings: Settings, host: str, port: int) -> None:
    """Serve until told to stop: one worker process with threads, because SQLite has exactly one writing process."""
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
        log_level=LogLevels.error,
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
    pack, body = demo["pack"], json.dumps({"text": demo["pack"]["text"]})
    console.print("\nFirst steps")
    console.print(f"  look up    {url}/tim?q=paracetamol   {url}/en/tim?q=paracetamol")
    console.print(f"  one pack   {url}/01/{pack['gtin']}/10/{pack['batch']}/21/{pack['serial']}")
    console.print(f"  the API    {url}/docs")
    console.print(
        f"  verify     curl -s {url}/v1/verify -H 'Content-Type: application/json' -d '{body}'\n", markup=False
    )
