"""Search by anything, for officers: number old or new, GTIN, GS1 text with batch, GLN, company, name; journalled."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, request

from api.auth import reading
from api.console.frame import journal_look, show
from api.console.products import Row, row_of
from api.pages.answering import language_of
from api.pages.words import words_of
from gs1 import Gln, Gs1Error, Gtin, parse
from registry.audit import service as audit
from registry.catalogue import service as catalogue
from registry.catalogue.model import ProductCard
from registry.errors import NotFound
from registry.parties import service as parties
from registry.parties.model import Party, Place, RoleKind
from registry.recalls import service as recalls
from registry.trace import service as trace
from registry.trace.model import Batch
from registry.work import Work

lookups = Blueprint("lookups", __name__)
QUERY_MOST = 200


@dataclass(frozen=True, slots=True)
class Company:
    """A party that was found, with its places and roles."""

    party: Party
    places: tuple[Place, ...]
    roles: tuple[RoleKind, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that one query names."""

    rows: tuple[Row, ...] = ()
    company: Company | None = None
    batch: Batch | None = None
    is_recalled: bool = False

    @property
    def is_empty(self) -> bool:
        """Say whether the query names nothing."""
        return not (self.rows or self.company or self.batch)


@lookups.get("/console/tra-cuu")
def look_up() -> Response:
    """Find whatever a query names."""
    query = request.args.get("q", "").strip()[:QUERY_MOST]

    with reading() as work:
        work.require("journal:read")
        found = find(work, query) if query else Found()
    if query:
        journal_look("search", query)
    return show("lookup.html", "/console/tra-cuu", "lookup", query=query, found=found)


@lookups.get("/console/nhat-ky/<subject>")
def journal(subject: str) -> Response:
    """The acts on one record, newest first; that the journal was read stands in it too."""

    with reading() as work:
        entries = audit.history(work, subject[:80])
    journal_look("journal", subject)
    return show("journal.html", f"/console/nhat-ky/{subject}", "lookup", subject=subject[:80], entries=entries)


def find(work: Work, query: str) -> Found:
    """Return everything that a query names in the register."""
    gtin, batch = _read(query)
    if gtin is not None and batch is not None:
        known = trace.find_batch(work, gtin, batch)
        open_ones = recalls.open_for(work, gtin, batch)
        return Found(_rows(work, gtin.text), None, known, bool(open_ones))
    return Found(_rows(work, gtin.text if gtin else query), _company(work, query))


def _read(query: str) -> tuple[Gtin | None, str | None]:
    try:
        message = parse(query)
    except Gs1Error:
        return None, None
    return message.gtin, message.get("10")


def _rows(work: Work, query: str) -> tuple[Row, ...]:
    page = catalogue.search(work, query)
    formats = words_of(language_of()).formats
    return tuple(_row(work, card, formats.day(card.valid_until) if card.valid_until else None) for card in page.items)


def _row(work: Work, card: ProductCard, until: str | None) -> Row:
    return row_of(work, card, until)


def _company(work: Work, query: str) -> Company | None:
    try:
        party = parties.party(work, parties.place(work, Gln.parse(query.replace(" ", ""))).party_id)
    except (Gs1Error, NotFound):
        named = parties.parties_named(work, query)
        if not named:
            return None
        party = named[0]
    places, roles = parties.places_of(work, party.id), sorted(parties.roles(work, party.id))
    return Company(party, tuple(places), tuple(roles))
