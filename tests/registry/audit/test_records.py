"""Versions of records: nothing is forgotten, and any day can be read again on both axes of time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from registry.audit import service as audit
from registry.audit.model import Json, Snapshot
from registry.clock import FixedClock
from registry.errors import NotFound
from registry.work import PUBLIC, SYSTEM, Workbench

KIND, KEY = "authorisation", "a1"


def keep(workbench: Workbench, body: dict[str, Json], since: date | None = None, *, public: bool = True) -> None:
    told = Snapshot(KIND, KEY, body, since, None, public)
    workbench.write(SYSTEM, lambda work: audit.keep(work, told, "authorisation:stepped"))


def test_each_version_tells_what_changed_and_by_whom(workbench: Workbench) -> None:
    keep(workbench, {"number": "VD-1", "state": "listed"})
    keep(workbench, {"number": "893", "state": "in-force"}, date(2025, 12, 3))
    with workbench.read(SYSTEM) as work:
        first, second = audit.versions(work, KIND, KEY)
        assert (first.number, second.number) == (1, 2)
        assert second.changed == {"number": ["VD-1", "893"], "state": ["listed", "in-force"]}
        told = [(one.name, one.before, one.after) for one in audit.field_history(work, KIND, KEY, "state")]
        assert told == [("state", None, "listed"), ("state", "listed", "in-force")]
        assert second.actor == "system"


def test_an_act_that_changes_nothing_makes_no_version_but_stands_in_the_journal(workbench: Workbench) -> None:
    keep(workbench, {"state": "listed"})
    keep(workbench, {"state": "listed"})
    with workbench.read(SYSTEM) as work:
        assert len(audit.versions(work, KIND, KEY)) == 1
        assert len(audit.history(work, KEY)) == 2


def test_a_day_before_the_decision_shows_the_old_state_and_a_later_correction_reaches_back(
    workbench: Workbench, clock: FixedClock
) -> None:
    keep(workbench, {"state": "listed"})
    keep(workbench, {"state": "in-force"}, date(2025, 12, 3))
    known = clock.at
    clock.at += timedelta(days=10)
    keep(workbench, {"state": "in-force", "holder": "An"}, date(2025, 11, 1))
    with workbench.read(PUBLIC) as work:
        assert audit.as_of(work, KIND, KEY, date(2025, 10, 30)).body == {"state": "listed"}
        assert audit.as_of(work, KIND, KEY, date(2025, 11, 30)).body == {"state": "in-force", "holder": "An"}
        assert audit.as_of(work, KIND, KEY, date(2025, 11, 30), known).body == {"state": "listed"}
        assert audit.as_of(work, KIND, KEY, date(2025, 12, 3), known).body == {"state": "in-force"}
        with pytest.raises(NotFound):
            audit.as_of(work, KIND, KEY, None, datetime(2020, 1, 1, tzinfo=UTC))


def test_a_protected_record_is_shown_to_the_authority_alone(workbench: Workbench) -> None:
    keep(workbench, {"state": "draft"}, public=False)
    with workbench.read(PUBLIC) as work, pytest.raises(NotFound):
        audit.versions(work, KIND, KEY)
    with workbench.read(PUBLIC) as work:
        assert audit.changes(work, 0) == []
    with workbench.read(SYSTEM) as work:
        assert len(audit.changes(work, 0)) == 1


def test_the_feed_goes_on_after_its_cursor_and_tells_removals_with_the_reason(workbench: Workbench) -> None:
    keep(workbench, {"state": "listed"})
    keep(workbench, {"state": "suspended"})
    workbench.write(SYSTEM, lambda work: audit.remove(work, KIND, KEY, "authorisation:removed", "merged"))
    with workbench.read(PUBLIC) as work:
        page = audit.changes(work, 0, limit=2)
        rest = audit.changes(work, page[-1].seq, [KIND])
        assert [one.number for one in page + rest] == [1, 2, 3]
        assert (rest[0].is_removed, rest[0].reason) == (True, "merged")
        assert audit.changes(work, rest[-1].seq) == []
        assert audit.changes(work, 0, ["party"]) == []
