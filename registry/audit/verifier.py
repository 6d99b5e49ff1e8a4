"""Check the published journal of a medreg register. This file needs nothing but Python: copy it and run it.

    python verifier.py FOLDER [PUBLIC_KEY_HEX]

The folder holds what the register publishes: `checkpoints.jsonl`, one line for each sealed day, and `YYYY-MM-DD.jsonl`
with the entries of that day. Public entries stand there whole; of the others only number and digest. The checks:

1. entries are numbered 1, 2, 3 ... without a gap, and each day holds those that its checkpoint says;
2. the digest of every whole entry follows from what it says and from the digest before it;
3. the head of each day's tree follows from the digests (RFC 9162 section 2.1.1);
4. each checkpoint is signed by the register's key (Ed25519), where a key is given and `cryptography` is installed.

Keep a checkpoint of today: whoever changes the past later cannot make it fit again.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:  # the other three checks need no library
    Ed25519PublicKey = None  # type: ignore[assignment,misc] # told as "signatures not checked"

ORIGIN = "medreg journal"
FIELDS = ("seq", "at", "actor", "action", "subject", "facts", "previous", "digest")
FULL, BARE = frozenset(FIELDS), frozenset(("seq", "digest"))


class JournalBroken(Exception):
    """The journal does not fit together; says where."""


@dataclass(frozen=True)
class Verified:
    """What was checked: sealed days, entries, those that are public, and signatures."""

    days: int
    entries: int
    public: int
    signatures: int


def canonical(value: object) -> str:
    """JSON with sorted keys and no blanks."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest_of(entry: dict[str, object], previous: bytes) -> bytes:
    """What the digest of an entry must be."""
    told = [*(entry[name] for name in FIELDS[:5]), canonical(entry["facts"])]
    return hashlib.sha256(b"\x00" + previous + canonical(told).encode()).digest()


def add_leaf(peaks: list[tuple[int, bytes]], leaf: bytes) -> None:
    """Put one leaf into the tree, which is kept as its full subtrees."""
    height, tree = 0, leaf
    while peaks and peaks[-1][0] == height:
        tree = hashlib.sha256(b"\x01" + peaks.pop()[1] + tree).digest()
        height += 1
    peaks.append((height, tree))


def head_of(peaks: list[tuple[int, bytes]]) -> bytes:
    """The head of the tree."""
    if not peaks:
        return hashlib.sha256(b"").digest()
    tree = peaks[-1][1]
    for _, left in reversed(peaks[:-1]):
        tree = hashlib.sha256(b"\x01" + left + tree).digest()
    return tree


def lines(path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    """Every line of a file with its number, as the object it holds."""
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                told = json.loads(line)
                if not isinstance(told, dict):
                    raise JournalBroken(f"{path.name}, line {number}: no object")
                yield number, told
    except (OSError, ValueError) as fault:
        raise JournalBroken(f"{path.name}: {fault}") from fault


def check_signature(checkpoint: dict[str, object], key: bytes | None) -> int:
    """1 when the signature was checked and is right, 0 when there was nothing to check it with."""
    if key is None or Ed25519PublicKey is None:
        return 0
    size, root, day = checkpoint["size"], bytes.fromhex(str(checkpoint["root"])), checkpoint["day"]
    signature = str(checkpoint["signature"])
    if checkpoint["key"] != hashlib.sha256(key).hexdigest()[:16] or signature != signature.lower():
        raise JournalBroken(f"checkpoint of {day}: signed with another key")
    told = f"{ORIGIN}\n{size}\n{base64.b64encode(root).decode()}\n{day}\n".encode()
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(bytes.fromhex(signature), told)
    except (InvalidSignature, ValueError) as fault:
        raise JournalBroken(f"checkpoint of {day}: the signature is not the register's") from fault
    return 1


def verify(folder: Path, key: bytes | None = None) -> Verified:
    """Check everything in `folder`; raise `JournalBroken` at the first thing that does not fit."""
    peaks: list[tuple[int, bytes]] = []
    seq, public, signed, days = 0, 0, 0, 0
    previous = bytes(32)
    for _, checkpoint in lines(folder / "checkpoints.jsonl"):
        if set(checkpoint) != {"day", "size", "root", "key", "signature"}:
            raise JournalBroken(f"checkpoint {days + 1}: unknown form")
        day = str(checkpoint["day"])
        for number, entry in lines(folder / f"{day}.jsonl"):
            where = f"{day}.jsonl, line {number}"
            seq += 1
            if set(entry) not in (FULL, BARE) or entry["seq"] != seq:
                raise JournalBroken(f"{where}: not entry {seq} in a known form")
            previous = _digest(entry, previous, where)
            public += len(entry) > len(BARE)
            add_leaf(peaks, previous)
        if checkpoint["size"] != seq or checkpoint["root"] != head_of(peaks).hex():
            raise JournalBroken(f"{day}: the checkpoint is of another journal")
        signed += check_signature(checkpoint, key)
        days += 1
    return Verified(days, seq, public, signed)


def _digest(entry: dict[str, object], previous: bytes, where: str) -> bytes:
    """The digest an entry carries, after it was recomputed where the entry is whole."""
    told = str(entry["digest"])
    if len(entry) > len(BARE) and (entry["previous"] != previous.hex() or told != digest_of(entry, previous).hex()):
        raise JournalBroken(f"{where}: the entry was changed, or the one before it")
    try:
        found = bytes.fromhex(told)
    except ValueError as fault:
        raise JournalBroken(f"{where}: no digest") from fault
    if len(found) != hashlib.sha256().digest_size or found.hex() != told:
        raise JournalBroken(f"{where}: no digest")
    return found


def main() -> int:
    """Check the folder named on the command line; 0 when everything fits, 1 when not, 2 for a wrong call."""
    if len(sys.argv) not in (2, 3):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    try:
        found = verify(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]) if len(sys.argv) == 3 else None)
    except JournalBroken as fault:
        sys.stdout.write(f"BROKEN: {fault}\n")
        return 1
    sys.stdout.write(
        f"whole: {found.days} days, {found.entries} entries ({found.public} public), {found.signatures} signatures\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
