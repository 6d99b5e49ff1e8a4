"""Taking a large file as a job: slice by slice, so that a killed worker is followed by one that goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.audit.model import Json
from registry.errors import Conflict, RegistryError
from registry.exchange import sent
from registry.ids import format_id, parse_id
from registry.work import SYSTEM

if TYPE_CHECKING:
    from api.jobs import Shift

KIND = sent.KIND


def take_file(shift: Shift) -> dict[str, Json]:
    """Take what is left of the file, as the one who sent it; the result has the counts of the whole."""
    run_id = parse_id(str(shift.job.args["run"]))
    try:
        done = sent.resume(shift.workbench, SYSTEM, run_id, shift.tell)
    except Conflict:
        raise
    except RegistryError:
        shift.workbench.write(SYSTEM, lambda work: sent.give_up(work, run_id))
        raise
    counts: dict[str, Json] = {name: getattr(done, name) for name in ("rows", "taken", "unchanged", "refused")}
    return {"import": format_id(done.id), **counts, "new": dict(done.new)}
