"""Values of the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]
"""What may stand in a journal entry; no floats, so that the canonical text is the same everywhere."""


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
