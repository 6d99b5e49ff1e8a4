"""What others do with the journal: record acts, keep what records say, read both, seal days and prove."""

from __future__ import annotations

from registry.audit.service.journal import check_chain, entries, history, last_number, record
from registry.audit.service.records import (
    as_of,
    changes,
    check_records,
    field_history,
    keep,
    look,
    newest_about,
    newest_version,
    public_changes,
    remove,
    versions,
)
from registry.audit.service.seals import check_seals, prove, published_day, seal_days, seal_of, seals

__all__ = [
    "as_of",
    "changes",
    "check_chain",
    "check_records",
    "check_seals",
    "entries",
    "field_history",
    "history",
    "keep",
    "last_number",
    "look",
    "newest_about",
    "newest_version",
    "prove",
    "public_changes",
    "published_day",
    "record",
    "remove",
    "seal_days",
    "seal_of",
    "seals",
    "versions",
]
