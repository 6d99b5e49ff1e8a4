"""What of the journal is published, as files that `registry.audit.verifier` checks without the register."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from registry.audit import service
from registry.audit.model import Entry, Seal
from registry.clock import to_microseconds
from registry.work import Work

CHECKPOINTS = "checkpoints.jsonl"


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs checkpoints with the register's Ed25519 key (RFC 8032), which is derived from its secret."""

    seed: bytes

    @property
    def public_key(self) -> bytes:
        """The public half, 32 bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()

    @property
    def name(self) -> str:
        """A short name of the key: the start of the digest of its public half."""
        return hashlib.sha256(self.public_key).hexdigest()[:16]

    def __call__(self, checkpoint: bytes) -> tuple[str, bytes]:
        """Return the key's name and the signature of a checkpoint."""
        return self.name, Ed25519PrivateKey.from_private_bytes(self.seed).sign(checkpoint)


def signer(secret: bytes) -> Signer:
    """Return the signer of a register with this secret; another secret makes another key."""
    return Signer(hashlib.blake2b(secret, digest_size=32, person=b"medreg-journal").digest())


def checkpoint_line(seal: Seal) -> str:
    """One line of the checkpoints: day, number of entries, head, key and signature."""
    told = {
        "day": seal.day.isoformat(),
        "size": seal.size,
        "root": seal.root.hex(),
        "key": seal.key_name,
        "signature": seal.signature.hex() if seal.signature else None,
    }
    return json.dumps(told) + "\n"


def entry_line(one: Entry | tuple[int, bytes]) -> str:
    """One line of a day: a public entry whole, of another one number and digest."""
    if isinstance(one, tuple):
        return json.dumps({"seq": one[0], "digest": one[1].hex()}) + "\n"
    told = {
        "seq": one.seq,
        "at": to_microseconds(one.at),
        "actor": one.actor,
        "action": one.action,
        "subject": one.subject,
        "facts": one.facts,
        "previous": one.previous.hex(),
        "digest": one.digest.hex(),
    }
    return json.dumps(told, ensure_ascii=False) + "\n"


def day_lines(work: Work, day: date) -> Iterator[str]:
    """The lines of a sealed day; raises `NotFound` for a day without a seal."""
    return (entry_line(one) for one in service.published_day(work, day))


def publish(work: Work, folder: Path) -> int:
    """Write every sealed day into `folder`; return how many days were written. Days that stand there are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    sealed = list(reversed(service.seals(work, 100_000)))
    written = 0
    for seal in sealed:
        path = folder / f"{seal.day.isoformat()}.jsonl"
        if not path.exists():
            path.write_text("".join(day_lines(work, seal.day)), "utf-8")
            written += 1
    (folder / CHECKPOINTS).write_text("".join(checkpoint_line(seal) for seal in sealed), "utf-8")
    return written
