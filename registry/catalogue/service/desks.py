"""Use cases of a maker's desk: one's own products, what is to be done on them, and registering a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from registry.catalogue import rules
from registry.catalogue.model import AuthorisationNumber, Product, ProductCard, ProductDraft
from registry.catalogue.packaging import PackReading, parse_packs
from registry.catalogue.service.authorisations import find_by_number
from registry.catalogue.service.products import cards, know_as, product, product_by_source, register_product
from registry.catalogue.service.trade_items import register_trade_items
from registry.catalogue.store import desks as store
from registry.errors import BadInput, Fault, NotAllowed, NotFound
from registry.ids import format_id
from registry.paging import Cursor, Page, check_limit
from registry.work import Work

BEFORE_ALL = (1 << 63) - 1
SOON = timedelta(days=180)
"""The first reminder of an expiry comes so long before it."""
TO_DO_MOST = 200
CODE_MOST = 80
FOR_PARTIES = frozenset({"party:write"})
"""Who may register a product may name its maker and holder, who become parties of the register."""


@dataclass(frozen=True, slots=True)
class OwnDraft:
    """A product as its maker tells it: the maker's own code for it, and the number of its authorisation where known."""

    code: str
    about: ProductDraft
    number: str | None = None
    faults: tuple[Fault, ...] = ()
    """What was wrong in the words of the submission already, to be told together with what is found here."""


@dataclass(frozen=True, slots=True)
class ToDo:
    """What is to be done on a party's products: those without a GTIN, those whose authorisation ends soon."""

    count: int
    without_gtin: tuple[ProductCard, ...]
    expiring: tuple[ProductCard, ...]


def is_own(work: Work, one: Product) -> bool:
    """Say whether the caller's party makes or holds a product."""
    return work.actor.party_id is not None and work.actor.party_id in (one.maker_id, one.holder_id)


def own_product(work: Work, product_id: int) -> Product:
    """Return a product of the caller's party; to everybody else it is as if it were not there."""
    found = product(work, product_id)
    if not is_own(work, found):
        raise NotFound("product-unknown", id=format_id(product_id))
    return found


def own_products(work: Work, words: str = "", cursor: Cursor | None = None, limit: int = 30) -> Page[ProductCard]:
    """Return the products that the caller's party makes or holds, newest first."""
    before = int(cursor.parts(int)[0]) if cursor else BEFORE_ALL
    keys = store.page(work.db, _party(work), words[:200], before, check_limit(limit) + 1)
    return Page.cut(cards(work, keys), limit, lambda one: (one.id,))


def to_do(work: Work) -> ToDo:
    """Return what is to be done on the products of the caller's party."""
    party = _party(work)
    lacking = store.without_gtin(work.db, party, TO_DO_MOST)
    ending = store.expiring(work.db, party, work.today, work.today + SOON, TO_DO_MOST)
    return ToDo(store.count(work.db, party), tuple(cards(work, lacking)), tuple(cards(work, ending)))


def register_own(work: Work, draft: OwnDraft) -> Product:
    """Register a product of the caller's party with its packs; raise `BadInput` with every fault of the draft."""
    work.require("product:write")
    source = f"party:{format_id(_party(work))}"
    about = draft.about if draft.about.holder else replace(draft.about, holder=work.actor.name)
    faults, packs = [*_faults(draft, about)], parse_packs(about.pack) if about.pack else ()
    faults += [
        Fault("pack-unclear", "/pack", one.text, facts={"reason": one.reason})
        for one in packs
        if not isinstance(one, PackReading)
    ]
    if _is_known(lambda: product_by_source(work, source, draft.code)):
        faults.append(Fault("product-code-taken", "/code", draft.code))
    if draft.number and _is_known(lambda: find_by_number(work, draft.number or "")):
        faults.append(Fault("number-names-product", "/number", draft.number))
    if faults:
        raise BadInput.of(faults)
    naming = replace(work, actor=replace(work.actor, scopes=work.actor.scopes | FOR_PARTIES))
    made, _ = register_product(naming, about, source, draft.code)
    if not is_own(work, made):
        raise BadInput.of([Fault("product-of-others", "/maker", about.maker)])
    if draft.number:
        know_as(work, made.id, "claimed-number", AuthorisationNumber.parse(draft.number).text)
    for one in packs:
        if isinstance(one, PackReading):
            register_trade_items(work, made.id, one)
    return made


def _faults(draft: OwnDraft, about: ProductDraft) -> Iterator[Fault]:
    """Yield the faults that the draft has by itself."""
    yield from draft.faults
    if not draft.code.strip():
        yield Fault("field-required", "/code")
    elif len(draft.code) > CODE_MOST:
        yield Fault("field-length", "/code", draft.code[:CODE_MOST], facts={"most": CODE_MOST})
    try:
        rules.check_draft(about)
    except BadInput as error:
        yield from error.faults
    try:
        AuthorisationNumber.parse(draft.number) if draft.number else None
    except BadInput as error:
        yield from (replace(one, pointer="/number") for one in error.faults)


def _is_known(ask: Callable[[], object]) -> bool:
    try:
        ask()
    except (NotFound, BadInput):
        return False
    return True


def _party(work: Work) -> int:
    if work.actor.party_id is None:
        raise NotAllowed("party-needed")
    return work.actor.party_id
