"""Files that were sent: kept with their run, taken at once or by a worker, answered with their faults and workbook."""

from __future__ import annotations

from datetime import timedelta

from registry.audit.model import Json
from registry.clock import to_microseconds
from registry.errors import NotFound
from registry.exchange import store
from registry.exchange.marked import marked_workbook
from registry.exchange.model import ImportOrder, ImportReport, ImportRun, RowFault, RunState
from registry.exchange.reading import prepare
from registry.exchange.running import Progress, go_on
from registry.exchange.service import BEFORE_ALL, OWN_LAYOUTS, layout_of, new_run, report_of, with_job
from registry.exchange.sheets import Sheet, read_sheet
from registry.ids import format_id
from registry.jobs import service as jobs
from registry.jobs.model import JobDraft
from registry.paging import Cursor, Page, check_limit
from registry.work import Actor, Work, Workbench

KIND = "import-file"
KEPT = timedelta(days=30)
"""The bytes of a file are forgotten after so long; its report stays."""
FAULTS_MOST = 200_000


def check_may_send(work: Work) -> None:
    """Raise `NotAllowed` unless the caller may take rows under some layout."""
    if not any(work.actor.may(layout.scope) for layout in OWN_LAYOUTS):
        work.require("import:write")


def keep(work: Work, sheet: Sheet, body: bytes, order: ImportOrder, *, later: bool) -> ImportRun:
    """Keep a file with its run in the transaction of `work`; with `later`, a job that takes it too."""
    layout = layout_of(sheet.columns, order.layout)
    work.require(layout.scope)
    run = new_run(work, sheet, layout, order)
    if later:
        run = with_job(run, jobs.enqueue(work, JobDraft(KIND, {"run": format_id(run.id)})).id)
    store.drop_files(work.db, to_microseconds(work.now - KEPT))
    store.add_run(work.db, run)
    store.add_file(work.db, run.id, body, {"encoding": order.encoding, "actor": _actor_json(work.actor)}, work.now_us)
    return run


def take_now(workbench: Workbench, actor: Actor, sheet: Sheet, body: bytes, order: ImportOrder) -> ImportReport:
    """Keep a file and take it at once; return its report."""
    run = workbench.write(actor, lambda work: keep(work, sheet, body, order, later=False))
    ended, faults = go_on(workbench, actor, run, prepare(layout_of(sheet.columns, run.layout), sheet))
    return report_of(ended, faults)


def resume(workbench: Workbench, system: Actor, run_id: int, progress: Progress | None = None) -> ImportRun:
    """Take what a run has not taken yet, as the one who sent it; a run that has ended is returned as it is."""
    with workbench.read(system) as work:
        found = store.run(work.db, run_id)
        kept = store.file(work.db, run_id)
    if found is None or (kept is None and found.state is not RunState.DONE):
        raise NotFound("import-gone", id=format_id(run_id))
    if kept is None or found.state is RunState.DONE:
        return found
    body, asked = kept
    sheet = read_sheet(found.file, body, _text(asked["encoding"]))
    prepared = prepare(layout_of(sheet.columns, found.layout), sheet)
    return go_on(workbench, _actor(asked["actor"]), found, prepared, progress)[0]


def give_up(work: Work, run_id: int) -> None:
    """End a run that cannot be taken."""
    store.end_run(work.db, run_id, RunState.FAILED)


def run(work: Work, run_id: int) -> ImportRun:
    """Return a run to who sent the file, or to who holds `import:read`; raise `NotFound` to everybody else."""
    found = store.run(work.db, run_id)
    own = found is not None and found.owner_id is not None and found.owner_id == work.actor.party_id
    if found is None or not (own or work.actor.may("import:read")):
        raise NotFound("import-unknown", id=format_id(run_id))
    return found


def runs(work: Work, cursor: Cursor | None = None, limit: int = 30) -> Page[ImportRun]:
    """Return the newest runs: one's own, or all of them with `import:read`."""
    check_may_send(work)
    before = int(cursor.key[0]) if cursor else BEFORE_ALL
    owner = None if work.actor.may("import:read") else work.actor.party_id or -1
    found = store.runs(work.db, owner, before, check_limit(limit) + 1)
    return Page.cut(found, limit, lambda one: (one.id,))


def faults(work: Work, run_id: int, cursor: Cursor | None = None, limit: int = 30) -> Page[RowFault]:
    """Return the faults of a run in the order of the file; raise `NotFound` where the run is not the caller's."""
    run(work, run_id)
    after = (int(cursor.key[0]), int(cursor.key[1])) if cursor and len(cursor.key) > 1 else (0, -1)
    found = store.faults(work.db, run_id, after, check_limit(limit) + 1)
    return Page.cut(found, limit, lambda one: (one[1].row, one[0])).map(lambda one: one[1])


def workbook(work: Work, run_id: int, titles: dict[str, str], language: str) -> bytes:
    """Return the file that was sent as a workbook with the faults in its cells; `titles` names each code."""
    found = run(work, run_id)
    kept = store.file(work.db, run_id)
    if kept is None:
        raise NotFound("import-gone", id=format_id(run_id))
    sheet = read_sheet(found.file, kept[0], _text(kept[1]["encoding"]))
    told = [fault for _, fault in store.faults(work.db, run_id, (0, -1), FAULTS_MOST)]
    return marked_workbook(sheet, layout_of(sheet.columns, found.layout).form, told, titles, language)


def _text(told: Json) -> str | None:
    return told if isinstance(told, str) else None


def _actor_json(actor: Actor) -> dict[str, Json]:
    return {
        "name": actor.name,
        "party": actor.party_id,
        "scopes": [*sorted(actor.scopes)],
        "place": actor.place,
        "person": actor.person,
    }


def _actor(told: Json) -> Actor:
    assert isinstance(told, dict)
    scopes, party = told["scopes"], told["party"]
    assert isinstance(scopes, list)
    named = frozenset(str(one) for one in scopes)
    return Actor(
        str(told["name"]), party if isinstance(party, int) else None, named, _text(told["place"]), _text(told["person"])
    )
