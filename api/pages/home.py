"""The first page: how much the register holds, and the latest recalls."""

from __future__ import annotations

from api.pages import recalls
from api.pages.values import HomePage
from registry.catalogue.service import figures
from registry.work import Work

LATEST = 3


def page_of(work: Work) -> HomePage:
    """Return what the first page shows; the caller keeps the answer for a minute."""
    held = figures.counted(work)
    latest = recalls.lines(work, None, LATEST).items
    return HomePage(held.products, held.authorisations, held.trade_items, latest, work.now)
