"""A published decision as a file: which act of which authority, and the rows of its annexes, text or table."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path

from registry.catalogue.model import Decision
from registry.errors import BadInput, Fault
from registry.exchange import renewals
from registry.exchange.annex_text import Annex, Doubt, annexes
from registry.exchange.model import Cells
from registry.exchange.sheets import Sheet, open_sheet
from registry.text import nfc, squeeze

ATTACHED = re.compile(
    r"Kèm theo Quyết định số\s*(?P<number>\d{1,5})\s*/\s*(?P<mark>Q[ĐD]-[A-ZĐ]+)\s+ngày\s+(?P<day>\d{1,2})\s+tháng\s+"
    r"(?P<month>\d{1,2})\s+năm\s+(?P<year>\d{4})(?:\s+của\s+(?P<authority>[^)]{3,80}?))?\s*\)",
    re.IGNORECASE,
)
OWN_NUMBER = re.compile(r"Số:\s*(?P<number>\d{1,5})\s*/\s*(?P<mark>Q[ĐD]-[A-ZĐ]+)", re.IGNORECASE)
OWN_DAY = re.compile(r",\s*ngày\s+(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+(?P<year>\d{4})")
BODY_MOST = 4_000
"""Characters at the beginning of a decision in which its own number and day stand; later ones are of other acts."""
TEXT_SUFFIXES = {".txt", ".text"}


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """A row of an annex: its place in the whole decision, the line of the file, its cells, what is doubtful."""

    place: int
    line: int
    cells: Cells
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """A decision with the rows of all its annexes; `notes` tell rows that are promised and were not read."""

    source: str
    decision: Decision
    rows: tuple[PublishedRow, ...]
    notes: tuple[str, ...] = ()


def read_decision(path: Path) -> Published:
    """Read the annex of a decision as CSV or workbook, or the text layer of its file; raise `BadInput` otherwise."""
    if path.suffix.lower() not in TEXT_SUFFIXES:
        return read_sheet(open_sheet(path))
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput.of([Fault("file-encoding", value=path.name)]) from None
    return read_text(text, path.name, hashlib.sha256(content).hexdigest())


def read_text(text: str, source: str, digest: str) -> Published:
    """Read the text layer of a decision: body and annexes, or annexes alone."""
    whole = nfc(text)
    found = annexes(whole)
    if not any(annex.rows for annex in found):
        raise BadInput.of([Fault("annex-missing", value=source)])
    decision = _decision(whole, digest)
    rows: list[PublishedRow] = []
    notes: list[str] = []
    for annex in found:
        for row in annex.rows:
            told = {**row.cells, **_common(annex, decision)}
            rows.append(PublishedRow(len(rows) + 1, row.line, told, row.doubts))
        if annex.missing:
            notes.append(f"{annex.name}: {', '.join(str(number) for number in annex.missing)}")
    return Published(source, decision, tuple(rows), tuple(notes))


def read_sheet(sheet: Sheet) -> Published:
    """Read an annex as a table with the columns of the published CSV; every row must name one and the same decision."""
    if not set(renewals.COLUMNS) <= set(sheet.columns):
        lacking = sorted(set(renewals.COLUMNS) - set(sheet.columns))
        raise BadInput.of([Fault("layout-unknown", value=", ".join(sheet.columns)[:200], facts={"lacking": lacking})])
    cited = {(squeeze(cells.get("quyet_dinh") or ""), cells.get("ngay_quyet_dinh") or "") for _, cells in sheet.rows}
    if len(cited) != 1:
        raise BadInput.of([Fault("decision-differs", value=", ".join(sorted(number for number, _ in cited))[:200])])
    number, day = cited.pop()
    try:
        decided_on = date.fromisoformat(day)
    except ValueError:
        raise BadInput.of([Fault("date-form", "/ngay_quyet_dinh", day[:80])]) from None
    decision = Decision(number, decided_on, _authority(number), sheet.digest)
    rows = tuple(PublishedRow(place, line, cells) for place, (line, cells) in enumerate(sheet.rows, start=1))
    return Published(sheet.name, decision, rows)


def _common(annex: Annex, decision: Decision) -> Cells:
    return {
        "phu_luc": annex.name,
        "hieu_luc": annex.terms,
        "quyet_dinh": decision.number,
        "ngay_quyet_dinh": decision.decided_on.isoformat() if decision.decided_on else "",
        "dot": annex.batch,
    }


def _decision(text: str, digest: str) -> Decision:
    """Return the act that the annexes name and the body confirms; raise `BadInput` where they differ or name none."""
    named = [(_number(match), _day(match), match["authority"]) for match in ATTACHED.finditer(squeeze(text))]
    head = squeeze(text[:BODY_MOST])
    own, day = OWN_NUMBER.search(head), OWN_DAY.search(head)
    if own and day:
        named.append((_number(own), _day(day), None))
    acts = {(number, decided_on) for number, decided_on, _ in named}
    if not acts:
        raise BadInput.of([Fault("decision-missing")])
    if len(acts) > 1:
        raise BadInput.of([Fault("decision-differs", value=", ".join(sorted(number for number, _ in acts)))])
    number, decided_on = acts.pop()
    authority = next((squeeze(told) for *_, told in named if told), None) or _authority(number)
    return Decision(number, decided_on, authority, digest)


def _number(match: re.Match[str]) -> str:
    return f"{match['number']}/{match['mark'].upper().replace('QD-', 'QĐ-')}"


def _day(match: re.Match[str]) -> date:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        raise BadInput.of([Fault("date-form", value=match[0][-80:])]) from None


def _authority(number: str) -> str | None:
    return _authorities().get(number.rpartition("-")[2].upper())


@cache
def _authorities() -> dict[str, str]:
    text = resources.files("registry").joinpath("data/annex_words.toml").read_text(encoding="utf-8")
    told: dict[str, str] = tomllib.loads(text)["authorities"]
    return told
