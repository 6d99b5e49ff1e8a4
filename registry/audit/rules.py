"""How an entry of the journal becomes bytes, and bytes a link of the chain."""

from __future__ import annotations

import hashlib
import json

from registry.audit.model import Json

GENESIS = bytes(32)
"""What the first entry names as its predecessor."""
LEAF = b"\x00"
"""Prefix of a leaf in RFC 9162 section 2.1.1, so that these digests can be leaves of a Merkle tree."""


def canonical(facts: Json) -> str:
    """Return `facts` as JSON with sorted keys and no blanks: one text for one meaning."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def link(previous: bytes, body: tuple[int, int, str, str, str, str]) -> bytes:
    """Return the SHA-256 digest of an entry (number, instant, actor, action, subject, facts) and the one before."""
    written = canonical([*body])
    return hashlib.sha256(LEAF + previous + written.encode()).digest()
