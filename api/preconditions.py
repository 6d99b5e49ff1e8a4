"""Changes of a record that others change too: If-Match names the version that was read (RFC 9110, 13.1.1)."""

from __future__ import annotations

import re

from flask import request

from api.etag import PRIVATE
from registry.errors import BadInput, Stale

TAG = re.compile(r'"v(\d{1,12})"')


def tagged(version: int) -> dict[str, str]:
    """Return the headers that name a version: what is sent back as If-Match."""
    return {"ETag": f'"v{version}"', "Cache-Control": PRIVATE}


def expected_version() -> int:
    """Return the version that the caller has read; raise `BadInput` where none is told and `Stale` for another form."""
    told = request.headers.get("If-Match")
    if told is None:
        raise BadInput("match-needed")
    match = TAG.fullmatch(told.strip())
    if match is None:
        raise Stale("record-moved", version=told[:40])
    return int(match[1])
