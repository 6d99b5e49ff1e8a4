"""The journal: append-only, hash-linked, and any changed byte is found."""

from __future__ import annotations

import pytest

from registry.audit import service as audit
from registry.errors import RuleBroken
from registry.work import SYSTEM, Work, Workbench


def three_entries(work: Work) -> None:
    for n in range(3):
        audit.record(work, "test:done", f"s{n}", {"n": n, "word": "đã xong", "list": [1, None, True]})


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journal SET facts = '{}' WHERE seq = 2",
        "UPDATE journal SET at = at + 1 WHERE seq = 1",
        "UPDATE journal SET actor = 'x' WHERE seq = 3",
        "DELETE FROM journal WHERE seq = 2",
        "DELETE FROM journal WHERE seq = 1",
    ],
)
def test_a_change_behind_the_services_back_is_found(workbench: Workbench, change: str) -> None:
    workbench.write(SYSTEM, three_entries)
    workbench.write(SYSTEM, lambda work: work.db.run(change))
    with workbench.read(SYSTEM) as work, pytest.raises(RuleBroken) as caught:
        audit.check_chain(work)
    assert caught.value.code == "journal-broken"


def test_the_history_of_a_subject_is_newest_first(workbench: Workbench) -> None:
    workbench.write(SYSTEM, three_entries)
    workbench.write(SYSTEM, lambda work: audit.record(work, "test:again", "s1"))
    with workbench.read(SYSTEM) as work:
        assert [entry.action for entry in audit.history(work, "s1")] == ["test:again", "test:done"]
        assert audit.check_chain(work) == 4
