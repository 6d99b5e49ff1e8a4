"""Tables and texts of the journal: its entries, the versions of records, the seals of its days."""

from __future__ import annotations

from registry.audit.store import journal, records, seals

__all__ = ["TABLES", "journal", "records", "seals"]

TABLES = (*journal.TABLES, *records.TABLES, *seals.TABLES)
