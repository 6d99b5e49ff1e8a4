"""Power cuts, made from the real workload: its SQL is run again over a log of every write, sync, cut and deletion.

An image is what a disk may hold after the cut: all that was synced, and of the rest any part, perhaps torn inside a
page. The statements are the register's own, told by the trace of its connection; apsw brings the file layer.
"""

from __future__ import annotations

import hashlib
import random
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any  # Any: apsw's file layer and rows of SQL are untyped

import apsw

from registry.db.connection import PRAGMAS
from registry.work import SYSTEM, Work, Workbench

SECTOR = 512
CHECKPOINT_PAGES = 40
"""A checkpoint every few transactions, so that cuts fall into checkpoints too."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done to a file: write (at, content), truncate (at), sync, delete; or the end of a transaction."""

    kind: str
    file: str = ""
    at: int = 0
    content: bytes = b""


def traced(bench: Workbench, work_through: Callable[[], None]) -> list[str]:
    """Return every statement that the writing connection runs during `work_through`, with its values."""
    told: list[str] = []
    bench.write(SYSTEM, lambda work: _watch(work, told.append))
    told.clear()
    work_through()
    bench.write(SYSTEM, lambda work: _watch(work, None))
    last = max(place for place, text in enumerate(told) if text == "COMMIT")
    first = told.index("BEGIN IMMEDIATE")
    return told[first : last + 1]


def _watch(work: Work, watcher: Callable[[str], None] | None) -> None:
    connection: sqlite3.Connection = work.db.engine.connection()  # type: ignore[no-untyped-call]  # the stubs leave it bare
    connection.set_trace_callback(watcher)


class LoggingLayer(apsw.VFS):
    """A file layer that does as it is told and keeps a log of it."""

    def __init__(self, log: list[Deed]) -> None:
        self.log = log
        super().__init__("logging", "")

    def xOpen(self, name: Any, flags: list[int]) -> LoggedFile:  # noqa: N802, ANN401 - the name is SQLite's
        """Open a file of the database."""
        return LoggedFile(self.log, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802 - the name is SQLite's
        """Delete a file, and note it."""
        super().xDelete(filename, syncdir)
        self.log.append(Deed("delete", Path(filename).name))


class LoggedFile(apsw.VFSFile):
    """A file whose writes, cuts and syncs are noted."""

    def __init__(self, log: list[Deed], name: Any, flags: list[int]) -> None:  # noqa: ANN401 - apsw's own name object
        self.log = log
        told = name.filename() if isinstance(name, apsw.URIFilename) else name
        self.name = Path(told or "temporary").name
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - the name is SQLite's
        """Write, and note it."""
        super().xWrite(data, offset)
        self.log.append(Deed("write", self.name, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - the name is SQLite's
        """Cut, and note it."""
        super().xTruncate(newsize)
        self.log.append(Deed("truncate", self.name, newsize))

    def xSync(self, flags: int) -> None:  # noqa: N802 - the name is SQLite's
        """Sync, and note it."""
        super().xSync(flags)
        self.log.append(Deed("sync", self.name))


@dataclass(slots=True)
class Film:
    """A workload as the disk saw it, from a base image on, and the fingerprint of the register after each commit."""

    base: bytes
    log: list[Deed] = field(default_factory=list)
    prints: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, base: Path, statements: Sequence[str], folder: Path, synchronous: str = PRAGMAS["synchronous"]) -> Film:  # type: ignore[assignment]  # a pragma of text
        """Run the statements over a copy of `base` and keep what happened to its files."""
        film = cls(base.read_bytes())
        path = folder / "medreg.db"
        path.write_bytes(film.base)
        layer = LoggingLayer(film.log)
        connection = apsw.Connection(str(path), vfs="logging")
        for pragma in ("locking_mode = exclusive", "journal_mode = wal", f"synchronous = {synchronous}"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}").fetchall()
        film.prints.append(fingerprint(connection.execute))
        film.log.clear()
        film.base, started = path.read_bytes(), (folder / "medreg.db-wal").read_bytes()
        film.log.append(Deed("write", "medreg.db-wal", 0, started))
        film.log.append(Deed("sync", "medreg.db-wal"))
        for text in statements:
            connection.execute(text).fetchall()
            if text == "COMMIT":
                film.log.append(Deed("commit"))
                film.prints.append(fingerprint(connection.execute))
        deeds = len(film.log)
        connection.close()
        del film.log[deeds:], layer
        return film

    def images(self, n: int, seed: int) -> Iterator[tuple[int, dict[str, bytes]]]:
        """Yield images after cuts at random points: how many commits were acknowledged, and the files by name."""
        chance = random.Random(seed)
        for _ in range(n):
            yield self._image(chance.randrange(2, len(self.log) + 1), chance)

    def _image(self, cut: int, chance: random.Random) -> tuple[int, dict[str, bytes]]:
        durable = {"medreg.db": bytearray(self.base)}
        pending: dict[str, list[Deed]] = {}
        for deed in self.log[:cut]:
            if deed.kind in {"write", "truncate"}:
                pending.setdefault(deed.file, []).append(deed)
            elif deed.kind == "sync":
                for one in pending.pop(deed.file, []):
                    _apply(durable, one)
            elif deed.kind == "delete":
                durable.pop(deed.file, None)
                pending.pop(deed.file, None)
        for deeds in pending.values():
            for one in deeds:
                if chance.random() < 0.5:
                    _apply(durable, _torn(one, chance) if chance.random() < 0.25 else one)
        acknowledged = sum(deed.kind == "commit" for deed in self.log[:cut])
        return acknowledged, {name: bytes(content) for name, content in durable.items()}


def _apply(files: dict[str, bytearray], deed: Deed) -> None:
    content = files.setdefault(deed.file, bytearray())
    if deed.kind == "truncate":
        del content[deed.at :]
        return
    if len(content) < deed.at:
        content.extend(bytes(deed.at - len(content)))
    content[deed.at : deed.at + len(deed.content)] = deed.content


def _torn(deed: Deed, chance: random.Random) -> Deed:
    """Only the first sectors of a write came onto the disk."""
    sectors = len(deed.content) // SECTOR
    return Deed(deed.kind, deed.file, deed.at, deed.content[: SECTOR * chance.randint(0, sectors)])


def opened(files: dict[str, bytes], folder: Path) -> tuple[str, str]:
    """Open an image as the register would after the cut; return what the integrity check says, and its fingerprint."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    connection = sqlite3.connect(folder / "medreg.db")
    try:
        verdict = str(connection.execute("PRAGMA integrity_check").fetchone()[0])
        return verdict, fingerprint(connection.execute)
    except sqlite3.DatabaseError as error:
        return str(error), ""
    finally:
        connection.close()


def fingerprint(execute: Callable[[str], Any]) -> str:
    """Return a digest of every row of every table."""
    digest = hashlib.sha256()
    names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    for (table,) in execute(names).fetchall():
        rows = sorted(repr(row) for row in execute(f'SELECT * FROM "{table}"').fetchall())
        digest.update(f"{table} {len(rows)}\n".encode())
        for row in rows:
            digest.update(row.encode())
    return digest.hexdigest()
