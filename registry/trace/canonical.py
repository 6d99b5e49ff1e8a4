"""One text for one event, whatever its spelling; its digest finds duplicates and names events that came without an id.

The canonical text is JSON with sorted keys and no blanks of the event without `eventID`, `recordTime` and `@context`,
where instants are microseconds UTC, identities canonical Digital Links, CBV words bare, prefixes written out as
namespaces, whole numbers without a fraction, and every list sorted. It is not the event hash of CBV 2.0 section 8.9,
and does not claim to be.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime

import orjson

from registry.audit.model import Json
from registry.clock import to_microseconds
from registry.trace.identities import canonical
from registry.trace.vocabulary import short

LEFT_OUT = frozenset({"eventID", "recordTime", "@context"})
INSTANTS = frozenset({"eventTime", "declarationTime", "time", "startTime", "endTime"})


def digest(event: Mapping[str, Json], prefixes: Mapping[str, str]) -> bytes:
    """Return the SHA-256 digest of the canonical text of `event`, whose prefixes mean `prefixes`."""
    told = {key: value for key, value in event.items() if key not in LEFT_OUT}
    return hashlib.sha256(orjson.dumps(_form("", told, prefixes), option=orjson.OPT_SORT_KEYS)).digest()


def named_by(digest_of_event: bytes) -> str:
    """Return the eventID of an event that came without one: its digest as a named information URI (RFC 6920)."""
    return "ni:///sha-256;" + base64.urlsafe_b64encode(digest_of_event).decode().rstrip("=")


def _form(key: str, value: object, prefixes: Mapping[str, str]) -> object:
    if isinstance(value, dict):
        return {_expanded(str(name), prefixes): _form(str(name), part, prefixes) for name, part in value.items()}
    if isinstance(value, list):
        return sorted((_form(key, part, prefixes) for part in value), key=_sort_key)
    if isinstance(value, str):
        return _text(key, value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _sort_key(part: object) -> bytes:
    return part.encode() if isinstance(part, str) else orjson.dumps(part, option=orjson.OPT_SORT_KEYS)


def _text(key: str, value: str) -> str | int:
    if key in INSTANTS:
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            return value
        return to_microseconds(instant) if instant.tzinfo else value
    return short(canonical(value))


def _expanded(name: str, prefixes: Mapping[str, str]) -> str:
    prefix, colon, rest = name.partition(":")
    return prefixes[prefix] + rest if colon and prefix in prefixes else name
