"""Rules of recalls: what a draft must say, which recall is the gravest for a batch, and how ledgers add up. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from gs1 import BatchNumber, Gs1Error
from registry.errors import BadInput, Fault
from registry.recalls.model import Recall, RecallDraft
from registry.text import squeeze
from registry.trace.model import Flow, Holding, PackState

LEVELS = frozenset({1, 2, 3})
"""Levels of recall: Law on Pharmacy 105/2016/QH13, Article 63."""


def check_draft(draft: RecallDraft, today: date) -> None:
    """Raise `BadInput` with every fault of a draft: level, reason, decision, its day, and the batch number."""
    faults = []
    if draft.level not in LEVELS:
        faults.append(Fault("recall-level", "/level", str(draft.level)))
    if not squeeze(draft.reason):
        faults.append(Fault("field-missing", "/reason"))
    if not squeeze(draft.decision):
        faults.append(Fault("field-missing", "/decision"))
    if draft.decided_on > today:
        faults.append(Fault("date-future", "/decided_on", draft.decided_on.isoformat()))
    if draft.batch is not None:
        try:
            BatchNumber.parse(draft.batch)
        except Gs1Error as error:
            faults.append(Fault("batch-form", "/batch", draft.batch, error.message("en"), error.start, error.length))
    if faults:
        raise BadInput.of(faults)


def gravest(recalls: Iterable[Recall], batch: str | None) -> tuple[int, int] | None:
    """Return (recall, level) of the gravest recall in force for a batch; of equal ones the first declared."""
    found = [(recall.level, recall.id) for recall in recalls if recall.is_open and recall.covers(batch)]
    if not found:
        return None
    level, key = min(found)
    return key, level


def by_place(holdings: Sequence[Holding]) -> dict[str, dict[PackState, int]]:
    """Return the holdings of several batches summed by place and state."""
    summed: dict[str, Counter[PackState]] = {}
    for one in holdings:
        summed.setdefault(one.place, Counter())[one.state] += one.n
    return {place: dict(states) for place, states in sorted(summed.items())}


def sum_flows(flows: Iterable[Flow]) -> tuple[Flow, ...]:
    """Return the flows of several batches summed by origin and place."""
    summed: Counter[tuple[str, str]] = Counter()
    for one in flows:
        summed[one.origin or "", one.place] += one.n
    return tuple(Flow(origin or None, place, n) for (origin, place), n in sorted(summed.items()))
