"""The real `medreg` command as a child process: for the tests that must go through the door people use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self  # Any: the demo file is read as written, by whoever needs it

from tests.postgres import free_port

ROOT = Path(__file__).resolve().parents[1]
STARTS_WITHIN_S = 40
STOPS_WITHIN_S = 15
MEDREG = [sys.executable, "-c", "import sys; from api.cli import main; sys.exit(main())"]


def environment(home: Path, **settings: str) -> dict[str, str]:
    """Return this process's environment with no setting of medreg in it but `MEDREG_HOME` and `settings`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MEDREG_")}
    return kept | {"PYTHONPATH": str(ROOT), "MEDREG_HOME": str(home)} | settings


def medreg(home: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run one command of medreg on the register in `home` to its end, and return what it said."""
    told = environment(home, **settings)
    return subprocess.run(
        [*MEDREG, *arguments], env=told, cwd=home, capture_output=True, text=True, timeout=300, check=False
    )


@dataclass(frozen=True, slots=True)
class LiveServer:
    """A register that is being served: its address, the folder it lives in, and what its seed country offers to try."""

    url: str
    home: Path
    demo: Any  # Any: `demo-keys.json` as `medreg seed` wrote it: keys by role, and a pack to try
    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls, home: Path, **settings: str) -> Self:
        """Serve the register in `home` and wait until it answers; raise `RuntimeError` with its words otherwise."""
        port, log = free_port(), home / "server.log"
        told = environment(home, MEDREG_HOST="127.0.0.1", MEDREG_PORT=str(port), **settings)
        with log.open("wb") as stream:
            process = subprocess.Popen(
                [*MEDREG, "serve"], env=told, cwd=home, stdout=stream, stderr=stream, start_new_session=True
            )
        keys = home / "demo-keys.json"
        written = json.loads(keys.read_text(encoding="utf-8")) if keys.exists() else {}
        server = cls(f"http://127.0.0.1:{port}", home, written, process)
        server._wait(log)
        return server

    @property
    def keys(self) -> dict[str, str]:
        """The demo keys by role."""
        return dict(self.demo["keys"])

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        """Return status and body of one GET; an error status is an answer, not an exception."""
        request = urllib.request.Request(self.url + path, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read()

    def stop(self) -> None:
        """Ask this server, and no other, to end; insist after a while."""
        self.process.terminate()
        try:
            self.process.wait(STOPS_WITHIN_S)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, 9)
            self.process.wait()

    def _wait(self, log: Path) -> None:
        deadline = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if self.get("/livez")[0] == 200:
                    return
            except OSError:
                time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"medreg serve did not answer:\n{log.read_text(errors='replace')[-4000:]}")
