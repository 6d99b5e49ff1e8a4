"""States as they are stored. A number once given is never given another meaning."""

from __future__ import annotations

from registry.trace.model import PackState

CODE_OF = {
    PackState.ACTIVE: 1,
    PackState.IN_TRANSIT: 2,
    PackState.SUPPLIED: 3,
    PackState.EXPORTED: 4,
    PackState.DESTROYED: 5,
    PackState.STOLEN: 6,
    PackState.SAMPLE: 7,
    PackState.FREE_SAMPLE: 8,
    PackState.CHECKED_OUT: 9,
    PackState.LOCKED: 10,
}
STATE_OF = {code: state for state, code in CODE_OF.items()}
