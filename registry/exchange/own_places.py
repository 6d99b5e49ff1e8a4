"""The layout of parties and places: one row a party with its role, and a place of it under its GLN."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gs1 import Gln
from registry.errors import NotFound, RuleBroken
from registry.exchange import own_cells as cells
from registry.exchange.cells import RowReader
from registry.exchange.columns import form_of
from registry.exchange.layout import Layout, Take, as_they_stand
from registry.exchange.ownership import is_free
from registry.ids import new_id
from registry.parties import service as parties
from registry.parties.model import Party, Place, RoleKind
from registry.text import fold_key
from registry.work import Work

FORM = form_of("places")


@dataclass(frozen=True, slots=True)
class Told:
    """A row, read."""

    party: str
    country: str | None
    role: str | None
    role_from: date | None
    gln: Gln | None
    place: str
    province: str | None


def read(row: RowReader) -> Told | None:
    """Read a row, or return None with its faults noted."""
    origin = row.origin("country") if row.cells.get("country") else None
    told = Told(
        party=cells.told(row, FORM.column("party_name")),
        country=origin.first if origin else None,
        role=cells.choice(row, FORM.column("role")),
        role_from=cells.day(row, FORM.column("role_from")),
        gln=cells.gln(row, FORM.column("gln")),
        place=cells.told(row, FORM.column("place_name")),
        province=cells.told(row, FORM.column("province")) or None,
    )
    if told.party and not fold_key(told.party):
        row.refuse("party_name", "party-name")
    if row.cells.get("gln") and not row.cells.get("place_name"):
        row.refuse("place_name", "cell-empty")
    return None if row.is_refused else told


def take(work: Work, told: Told) -> Counter[str]:
    """Register a party, its role and its place where they are new; count what is new.

    Roles are given by who may write about others; a company tells its own places only.
    """
    work.require("party:write")
    party, new = _party(work, told)
    if told.role is not None and RoleKind(told.role) not in parties.roles(work, party.id):
        if not is_free(work):
            raise RuleBroken("party-not-own", name=told.party)
        parties.add_role(work, party.id, RoleKind(told.role), told.role_from or work.today)
        new["roles"] += 1
    if told.gln is not None and not _stands(work, told.gln, party):
        parties.add_place(work, Place(told.gln, party.id, told.place, told.province))
        new["places"] += 1
    return +new


def arrange(rows: Sequence[RowReader]) -> list[list[int]]:
    """Refuse a GLN that an earlier row has."""
    first: dict[str, int] = {}
    for row in rows:
        gln = row.cells.get("gln", "").strip()
        if gln and (seen := first.setdefault(gln, row.number)) != row.number:
            row.refuse("gln", "gln-repeated", seen)
    return as_they_stand(rows)


def _party(work: Work, told: Told) -> tuple[Party, Counter[str]]:
    party_id = work.actor.party_id
    if not is_free(work) and party_id is not None:
        own = parties.party(work, party_id)
        if fold_key(own.name) != fold_key(told.party):
            raise RuleBroken("party-not-own", name=told.party)
        return own, Counter()
    mark = new_id()
    party = parties.find_or_add_party(work, told.party, told.country)
    return party, Counter(parties=int(party.id > mark))


def _stands(work: Work, gln: Gln, party: Party) -> bool:
    """Say whether the GLN names a place of this party already; of another party, `add_place` refuses it."""
    try:
        return parties.place(work, gln).party_id == party.id
    except NotFound:
        return False


def _read_and_take(row: RowReader) -> Take | None:
    told = read(row)
    return None if told is None else lambda work: take(work, told)


LAYOUT = Layout("places", ("party_name",), "party_name", _read_and_take, "party:write", FORM, arrange)
