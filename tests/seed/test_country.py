"""The seed country stands on the services everyone uses, and everything in it agrees."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gs1 import Gtin, parse
from registry.audit import service as audit
from registry.catalogue import service as catalogue
from registry.catalogue.model import (
    AuthorisationDraft,
    AuthorisationNumber,
    Evidence,
    ProductDraft,
    ProductKind,
    TradeItemState,
)
from registry.db.connection import Database
from registry.db.migrate import migrate
from registry.identifiers.model import DEMONSTRATION_PREFIX
from registry.prices import service as prices
from registry.prices.model import Comparison
from registry.recalls import service as recalls
from registry.settings import Settings
from registry.trace import service as trace
from registry.verification import service as verification
from registry.verification.model import Colour, Identity
from registry.work import PUBLIC, SYSTEM, Workbench
from seed.country import STORY_PACKS, build_country
from seed.story import HANDED_OUT
from seed.world import KEYS_FILE


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


@pytest.fixture
def country(database_url: str, settings: Settings) -> Iterator[Workbench]:
    database = Database.open(database_url)
    migrate(database)
    workbench = Workbench(database)
    build_country(workbench, settings)
    yield workbench
    workbench.close()


def demo(settings: Settings) -> Any:  # noqa: ANN401 - as the seed wrote it
    return json.loads((settings.home / KEYS_FILE).read_text(encoding="utf-8"))


def test_the_country_is_whole_and_its_books_agree(country: Workbench, settings: Settings) -> None:
    told = demo(settings)
    with country.read(SYSTEM) as work:
        assert audit.check_chain(work) > 500
        pack, recalled = told["pack"], told["recall"]
        assert verification.verify(work, Identity.of(parse(pack["text"]))).colour is Colour.GREEN
        assert verification.verify(work, Identity.of(parse(recalled["text"]))).colour is Colour.RED
        batch = trace.find_batch(work, Gtin.parse(recalled["gtin"]), recalled["batch"])
        assert batch is not None
        assert trace.recount(work, batch.id).agrees
        [recall] = recalls.of_gtins(work, [Gtin.parse(recalled["gtin"])])
        reach = recalls.holders(work, recall.id)
    assert reach.made == STORY_PACKS
    desks = sum(role["role"] in {"pharmacy", "hospital"} for role in told["all"])
    assert reach.supplied == desks * HANDED_OUT
    assert reach.held + reach.supplied + reach.in_transit == STORY_PACKS


def test_every_product_is_published_under_an_invented_number_and_prefix(country: Workbench) -> None:
    with country.read(PUBLIC) as work:
        page = catalogue.search(work, "", None, 200)
        assert len(page.items) == 100
        assert page.next is None
        for card in page.items:
            assert card.number is not None
            assert card.number.startswith("DEMO-")
            items = catalogue.trade_items_of(work, card.id)
            assert items
            assert all(item.state is TradeItemState.PUBLISHED for item in items)
            assert all(str(item.gtin).startswith("0" + DEMONSTRATION_PREFIX) for item in items)


def test_an_invented_price_never_stands_beside_a_real_one(country: Workbench) -> None:
    about = ProductDraft(
        ProductKind.MEDICINE, "Amlodipin thật", substances="Amlodipin", strengths="5 mg", form="Viên nén", route="Uống"
    )
    draft = AuthorisationDraft(AuthorisationNumber.parse("VD-12345-20"), Evidence.LIST)
    real = country.write(SYSTEM, lambda work: catalogue.register_authorisation(work, draft, about))
    with country.read(PUBLIC) as work:
        [invented] = catalogue.search(work, "amlodipin song lam", None, 10).items
        compared = prices.compare(work, invented.id)
        assert isinstance(compared, Comparison)
        assert real.product_id not in {row.product_id for row in compared.rows}
        assert catalogue.product(work, real.product_id).group_key != invented.group_key


def test_the_keys_are_readable_by_their_owner_alone(country: Workbench, settings: Settings) -> None:
    assert (settings.home / KEYS_FILE).stat().st_mode & 0o077 == 0
    assert set(demo(settings)["keys"]) == {"maker", "importer", "wholesaler", "pharmacy", "hospital", "authority"}
