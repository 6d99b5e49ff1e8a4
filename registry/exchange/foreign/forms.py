"""Published files that name no columns of their own, told by what stands in them, never by their name.

BDPM: tab-separated, no header, no quotes; CIS_CIP is UTF-8, the others cp1252 (page "Spécifications techniques").
GUDID: one object a line, or the `results` of openFDA device/udi. Portal: `result.items` of the drug portal's answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

from registry.audit.model import Json
from registry.errors import BadInput, Fault

Line = tuple[int, list[str], frozenset[int]]
CIS, DAY = r"\d{8}", r"\d{2}/\d{2}/\d{4}"
NO_NUMBERS: frozenset[int] = frozenset()
RECORD = "record"
"""The column that holds a whole nested record as JSON."""


@dataclass(frozen=True, slots=True)
class Headless:
    """A table without a header: the names we give its columns, and what must stand in some of them."""

    columns: tuple[str, ...]
    marks: Mapping[int, str]

    def fits(self, cells: list[str]) -> bool:
        """Say whether a line is one of this table; a tab too many at its end does no harm."""
        told = cells[:-1] if len(cells) == len(self.columns) + 1 and not cells[-1] else cells
        return len(told) == len(self.columns) and all(
            re.fullmatch(mark, told[place].strip()) for place, mark in self.marks.items()
        )


BDPM = (
    Headless(
        (
            *("cis", "denomination", "forme", "voies", "statut_amm", "procedure", "commercialisation", "date_amm"),
            *("statut_bdm", "numero_europeen", "titulaires", "surveillance_renforcee"),
        ),
        {0: CIS, 7: DAY},
    ),
    Headless(
        (
            *("cis", "cip7", "presentation", "statut", "etat_commercialisation", "date_declaration", "cip13"),
            *("collectivites", "taux", "prix_hors_honoraires", "prix_public", "honoraires", "indications"),
        ),
        {0: CIS, 1: r"\d{7}", 6: r"\d{13}"},
    ),
    Headless(
        ("cis", "element", "code_substance", "substance", "dosage", "reference_dosage", "nature", "lien"),
        {0: CIS, 6: "SA|FT"},
    ),
    Headless(("groupe", "libelle_groupe", "cis", "type_generique", "rang"), {0: r"\d+", 2: CIS, 3: "[0-4]", 4: r"\d+"}),
    Headless(("cis", "code_atc", "nom_mitm", "lien_bdpm"), {0: CIS, 1: r"[A-Z](\d{2}([A-Z]([A-Z](\d{2})?)?)?)?"}),
    Headless(
        (*("cis", "cip13_dispo", "code_etat", "etat", "date_debut", "date_mise_a_jour", "date_remise", "lien_ansm"),),
        {0: CIS, 2: "[1-4]", 4: DAY},
    ),
)
PROBED = 40
"""Lines that are looked at."""
ENOUGH = 0.75
"""Share of them that must be of one form; the others are told as faults, each by its line."""


def headless_lines(content: bytes) -> Iterator[Line] | None:
    """Return the lines of a table that has no header under the names of its form; None for any other content."""
    if b"\t" not in content[:4_096]:
        return None
    lines = ((number, line.rstrip("\r")) for number, line in enumerate(_decoded(content).split("\n"), start=1))
    rows = [(number, line.split("\t")) for number, line in lines if line.strip()]
    form = _form_of([cells for _, cells in rows[:PROBED]])
    return None if form is None else _named(form, rows)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _form_of(lines: list[list[str]]) -> Headless | None:
    """Return the form that most of the lines have."""
    counts = [sum(one.fits(cells) for cells in lines) for one in BDPM]
    best = max(counts)
    return BDPM[counts.index(best)] if best and best >= ENOUGH * len(lines) else None


def _named(form: Headless, rows: list[tuple[int, list[str]]]) -> Iterator[Line]:
    """Yield header and lines; one with more or fewer cells stands whole in its first, for its reader to refuse."""
    width = len(form.columns)
    yield 0, [*form.columns], NO_NUMBERS
    for number, cells in rows:
        told = cells[:-1] if len(cells) == width + 1 and not cells[-1] else cells
        yield number, told if len(told) == width else ["\t".join(cells), *[""] * (width - 1)], NO_NUMBERS


def nested_lines(name: str, content: bytes) -> Iterator[Line] | None:
    """Return nested records as rows, each whole in the column `record`; None for JSON of any other form."""
    text = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text.startswith((b"{", b"[")):
        return None
    records = _listed(text) if text.startswith(b"[") or b"\n{" not in text else _each_line(name, text)
    if not records:
        return None
    first = records[0][1]
    if {"identifiers", "company_name"} <= first.keys():
        return _recorded(records, ("brand_name", "company_name", "identifiers"))
    if {"soDangKy", "thongTinDangKyThuoc"} <= first.keys():
        return _flattened(records)
    if {"soDangKy", "giaBanBuonDuKien"} <= first.keys():
        return _flattened(records)
    return None


Record = dict[str, Json]


def _listed(text: bytes) -> list[tuple[int, Record]]:
    """Return the objects of an array, or of the member that openFDA and the portal put theirs in."""
    try:
        told = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return []
    if isinstance(told, dict):
        inner = told.get("result")
        items = inner.get("items") if isinstance(inner, dict) else None
        told = items or told.get("results") or [told]
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        return []
    return list(enumerate(told, start=1))


def _each_line(name: str, text: bytes) -> list[tuple[int, Record]]:
    decoder = msgspec.json.Decoder(dict[str, object])
    rows: list[tuple[int, Record]] = []
    faults: list[Fault] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            rows.append((number, decoder.decode(line)))  # type: ignore[arg-type]  # JSON, by its decoder
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            faults.append(Fault("file-json", pointer=f"/{number}", value=name, hint=str(error)[:200]))
    if faults:
        raise BadInput.of(faults[:100])
    return rows


def _recorded(records: list[tuple[int, Record]], shown: tuple[str, ...]) -> Iterator[Line]:
    yield 0, [*shown, RECORD], NO_NUMBERS
    for number, one in records:
        yield number, [*(_cell(one.get(member)) for member in shown), msgspec.json.encode(one).decode()], NO_NUMBERS


def _flattened(records: list[tuple[int, Record]]) -> Iterator[Line]:
    flat = [(number, dict(_leaves(one))) for number, one in records]
    header = list(dict.fromkeys(member for _, one in flat for member in one))
    yield 0, header, NO_NUMBERS
    for number, one in flat:
        yield number, [one.get(member, "") for member in header], NO_NUMBERS


def _leaves(told: Record, before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in told.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{before}{name}.")
        else:
            yield before + name, _cell(value)


def _cell(value: Json) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "; ".join(str(one.get("id", "")) if isinstance(one, dict) else str(one) for one in value)
    if value is None:
        return ""
    return ("no", "yes")[value] if isinstance(value, bool) else str(value)
