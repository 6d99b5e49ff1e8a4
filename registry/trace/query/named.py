"""A query kept under a name (EPCIS 2.0 section 12.6: `/queries`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from registry.audit.model import Json
from registry.errors import BadInput, Fault

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,99}")


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """What was asked to be kept, as it was told, and the party that may delete it (0: the register)."""

    name: str
    body: dict[str, Json]
    party_id: int
    created_at: datetime


def check_name(name: Json) -> str:
    """Return the name of a query, or raise `BadInput`: it stands in an address, so it needs no escapes."""
    if not isinstance(name, str) or NAME.fullmatch(name) is None:
        raise BadInput("query-parameter", faults=[Fault("query-name", "/name", str(name)[:100])])
    return name
