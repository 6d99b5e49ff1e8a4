"""How much a verification costs beyond the bare lookup: POST /v1/verify against a hand-written WSGI answer, in process.

Run: python -m bench.api_verify [calls]. Both sides answer the same pack of the same SQLite file in turns, five rounds;
the medians and their ratio are printed. The bare side reads one row and writes one JSON answer: no licence, no recall,
no batch, no key, no limit, no log; it is the floor, not a rival.
"""

from __future__ import annotations

import io
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import orjson

from api.app import create_app
from api.desk import NAME
from registry.db.connection import Database
from registry.db.migrate import migrate
from registry.settings import Settings
from tests.api.world import World, build

ROUNDS = 5
PACK = (
    "SELECT p.state, b.number, b.expiry FROM pack p JOIN batch b ON b.id = p.batch_id"
    " WHERE p.gtin_id = ? AND p.serial = ?"
)
Wsgi = Callable[[dict[str, object], Callable[..., object]], Iterable[bytes]]


def bare(path: Path) -> Wsgi:
    """The floor: one lookup, one answer."""
    connection = sqlite3.connect(path, check_same_thread=False)

    def answer(environ: dict[str, object], start: Callable[..., object]) -> Iterable[bytes]:
        body = environ["wsgi.input"]
        assert isinstance(body, io.BytesIO)
        told = orjson.loads(body.read())
        row = connection.execute(PACK, (int(told["gtin"]), told["serial"])).fetchone()
        start("200 OK", [("Content-Type", "application/json")])
        return [orjson.dumps({"colour": "green" if row else "red", "state": row[0], "batch": row[1], "expiry": row[2]})]

    return answer


def timed(app: Wsgi, body: bytes, calls: int) -> float:
    """Microseconds of one call."""
    answered: list[str] = []
    begun = time.perf_counter()
    for _ in range(calls):
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/v1/verify",
            "SCRIPT_NAME": "",
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        b"".join(app(environ, lambda *told: answered.append(told[0])))
    spent = (time.perf_counter() - begun) / calls * 1e6
    assert set(answered) == {"200 OK"}, set(answered)
    return spent


def main(calls: int) -> None:
    """Print both medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder), requests_per_minute=0)
        database = Database.open(settings.database_url)
        migrate(database)
        database.close()
        app = create_app(settings)
        world: World = build(app)
        body = orjson.dumps({"gtin": world.gtin, "serial": world.serial})
        sides: dict[str, Wsgi] = {"floor": bare(Path(folder) / "medreg.db"), "medreg": app.wsgi_app}
        spent: dict[str, list[float]] = {name: [] for name in sides}
        for _ in range(ROUNDS):
            for name, side in sides.items():
                spent[name].append(timed(side, body, calls))
        app.extensions[NAME].workbench.close()
    medians = {name: statistics.median(found) for name, found in spent.items()}
    for name, microseconds in medians.items():
        print(f"{name:<8}{microseconds:9.1f} us a call")
    print(f"ratio   {medians['floor'] / medians['medreg']:9.3f} of the floor's rate")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
