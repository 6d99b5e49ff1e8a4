"""Tables and texts of the trace area. Only this package knows how packs, containers, ledger and events are kept."""

from __future__ import annotations

from registry.trace.store.tables import TABLES

__all__ = ["TABLES"]
