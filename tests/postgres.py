"""A private PostgreSQL for the tests: in a temporary folder, heard only on the loopback address, stopped at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import psycopg

STARTS_WITHIN_S = 30
PORTS = range(20_000, 32_000)
"""Below the range that the kernel hands out to clients, so that a port found free stays free."""
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "32MB"}
"""These tables are thrown away; durability has tests of its own, under kill -9."""


def binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL server on this machine, or None."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if installed:
        return installed[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on; two test processes begin their search at two places."""
    for step in range(len(PORTS)):
        port = PORTS[(os.getpid() * 37 + step) % len(PORTS)]
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise RuntimeError("every port of the tests' range is taken")


def _plain_user() -> str | None:
    """Return who runs the server: PostgreSQL refuses root, so root lends it to a user without rights."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)


def _spawn(folder: Path, command: list[str], log: Path, user: str | None) -> subprocess.Popen[bytes]:
    """Start a program of PostgreSQL as `user` (None: as oneself), its words going to the end of `log`."""
    group = None if user is None else pwd.getpwnam(user).pw_gid
    others: list[str | int] | None = None if user is None else []
    with log.open("ab") as words:
        return subprocess.Popen(
            [str(folder / command[0]), *command[1:]],
            stdout=words,
            stderr=words,
            cwd=log.parent,
            user=user,
            group=group,
            extra_groups=others,
        )


@dataclass(slots=True)
class PrivatePostgres:
    """A running cluster; `url` is the address of its first database."""

    url: str
    _folder: Path
    _server: subprocess.Popen[bytes]

    @classmethod
    def start(cls, folder_of_binaries: Path) -> Self:
        """Make a cluster and start it; raise `RuntimeError` with the server's own words when it does not come up."""
        folder, user = Path(tempfile.mkdtemp(prefix="medreg-pg-")), _plain_user()
        if user is not None:
            shutil.chown(folder, user)
        cluster, log, port = folder / "cluster", folder / "log", free_port()
        make = [
            "initdb",
            "-D",
            str(cluster),
            "-U",
            "medreg",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]
        serve = ["postgres", "-D", str(cluster), "-p", str(port), "-k", str(folder), "-h", "127.0.0.1"]
        serve += [word for name, value in FAST.items() for word in ("-c", f"{name}={value}")]
        maker = _spawn(folder_of_binaries, make, log, user)
        if maker.wait(STARTS_WITHIN_S):
            raise RuntimeError(f"initdb failed:\n{log.read_text(errors='replace')[-2000:]}")
        server = _spawn(folder_of_binaries, serve, log, user)
        running = cls(f"postgresql://medreg@127.0.0.1:{port}/postgres", folder, server)
        running._wait(log)
        return running

    def create_database(self, name: str, template: str = "template0") -> str:
        """Make a database as a copy of `template`, to which nobody may be connected, and return its address."""
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return urlsplit(self.url)._replace(path=f"/{name}").geturl()

    def drop_database(self, name: str) -> None:
        """Drop a database, and with it whoever is still connected."""
        self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def stop(self) -> None:
        """Stop the server at once and remove its folder."""
        self._server.send_signal(2)
        try:
            self._server.wait(20)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, text: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(text.encode())

    def _wait(self, log: Path) -> None:
        deadline = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < deadline and self._server.poll() is None:
            try:
                self._run("SELECT 1")
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        words = log.read_text(errors="replace")[-2000:]
        self.stop()
        raise RuntimeError(f"PostgreSQL did not start:\n{words}")
