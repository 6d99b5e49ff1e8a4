"""How an entry of the journal becomes bytes, and bytes a link of the chain; what of it everybody may read."""

from __future__ import annotations

import hashlib
import json

from registry.audit.model import Entry, Json

GENESIS = bytes(32)
"""What the first entry names as its predecessor."""
LEAF = b"\x00"
"""Prefix of a leaf in RFC 9162 section 2.1.1, so that these digests can be leaves of a Merkle tree."""
PUBLIC_AREAS = frozenset(
    ("authorisation", "decision", "notice", "party", "place", "product", "recall", "register", "trade-item")
)
"""Acts of these areas are published whole; of all others the digest alone."""
PROTECTED_ACTS = frozenset(("recall:acknowledged", "recall:answered", "recall:notified"))
"""Acts of public areas that tell what a firm holds or has done."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)

Body = tuple[int, int, str, str, str, str]
"""Number, instant in microseconds, actor, action, subject and canonical facts of an entry."""


def canonical(facts: Json) -> str:
    """Return `facts` as JSON with sorted keys and no blanks: one text for one meaning."""
    return _ENCODER.encode(facts)


def link(previous: bytes, body: Body) -> bytes:
    """Return the SHA-256 digest of an entry (number, instant, actor, action, subject, facts) and the one before."""
    written = canonical([*body])
    return hashlib.sha256(LEAF + previous + written.encode()).digest()


def body_of(entry: Entry, at_us: int) -> Body:
    """Return what of an entry is hashed."""
    return (entry.seq, at_us, entry.actor, entry.action, entry.subject, canonical(entry.facts))


def body_digest(written: str) -> str:
    """Return the digest of what a record says (its canonical text), as it stands in the journal."""
    return hashlib.sha256(written.encode()).hexdigest()


def difference(before: dict[str, Json], after: dict[str, Json]) -> dict[str, Json]:
    """Return the fields in which two bodies differ, each with its value before and after (None where it is absent)."""
    return {
        name: [before.get(name), after.get(name)]
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    }


def pair(told: Json) -> tuple[Json, Json]:
    """Return before and after of a kept difference."""
    if not isinstance(told, list):
        raise TypeError("a kept difference is a pair")
    return told[0], told[1]


def is_public(action: str) -> bool:
    """Say whether an act is published whole."""
    return action.partition(":")[0] in PUBLIC_AREAS and action not in PROTECTED_ACTS
