"""Values of the journal: entries, versions of records, seals and proofs."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import date, datetime

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]
"""What may stand in a journal entry; no floats, so that the canonical text is the same everywhere."""

ORIGIN = "medreg journal"
"""First line of a checkpoint: which tree it is the head of."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: who did what to which subject at what instant, with its facts and its place in the chain."""

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    facts: dict[str, Json]
    previous: bytes
    digest: bytes


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a record says after an act. `valid_from` is the day it holds in the world from, None for "as before".

    `reason` is told with the change; a record that is `is_removed` leaves a tombstone in the feed of changes.
    """

    kind: str
    key: str
    body: dict[str, Json]
    valid_from: date | None = None
    reason: str | None = None
    is_public: bool = True
    is_removed: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """A snapshot as it was kept: its number in the record's life and the number of its journal entry.

    `changed` names each field with its value before and after.
    """

    kind: str
    key: str
    number: int
    seq: int
    recorded_at: datetime
    valid_from: date | None
    actor: str
    action: str
    reason: str | None
    body: dict[str, Json]
    changed: dict[str, Json] = field(default_factory=dict)
    is_removed: bool = False
    is_public: bool = True


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a record that an act changed."""

    version: Version
    name: str
    before: Json
    after: Json


@dataclass(frozen=True, slots=True)
class Seal:
    """The head of the tree over all entries until the end of a day (RFC 9162 section 2.1.1)."""

    day: date
    size: int
    root: bytes
    sealed_at: datetime
    key_name: str | None = None
    signature: bytes | None = None

    @property
    def checkpoint(self) -> bytes:
        """The text that is signed: origin, number of leaves, root in base 64, day; each on a line of its own."""
        root = base64.b64encode(self.root).decode()
        return f"{ORIGIN}\n{self.size}\n{root}\n{self.day.isoformat()}\n".encode()


@dataclass(frozen=True, slots=True)
class Proof:
    """That a version stands in the journal: its entry, the seal, and the hashes from the one to the other."""

    version: Version
    entry: Entry
    seal: Seal
    path: tuple[bytes, ...]
