from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from gs1 import Gtin
from registry.catalogue import service as catalogue
from registry.catalogue.model import ProductCard
from registry.catalogue.packaging import PackReading, parse_pack
from registry.catalogue.store import authorisations, products, trade_items
from registry.db.connection import plan
from registry.db.search import match_text, query_words
from registry.paging import Cursor
from registry.work import PUBLIC, SYSTEM, Work, Workbench
from tests.registry.catalogue.builders import a_listed, a_product, a_renewal

NAMES = [
    ("VD-10001-15", "Dầu gió xanh", "Menthol"),
    ("VD-10002-15", "Đau đầu thảo", "Xuyên khung"),
    ("VD-10003-15", "Dau dau OPC", "Paracetamol"),
    ("VD-10004-15", "Paracetamol 500", "Paracetamol"),
    ("VD-10005-15", "Efferalgan 500", "Paracetamol"),
    ("VD-10006-15", "Vitamin 100%_!", "Acid ascorbic"),
]


def fill(work: Work) -> None:
    for number, name, substances in NAMES:
        a_listed(work, number, a_product(name=name, substances=substances))


@pytest.fixture
def filled(workbench: Workbench) -> Iterator[Work]:
    workbench.write(SYSTEM, fill)
    with workbench.read(PUBLIC) as work:
        yield work


def names(work: Work, query: str) -> list[str]:
    return [card.name for card in catalogue.search(work, query).items]


def test_accents_are_not_needed_and_d_stroke_is_a_d(filled: Work) -> None:
    assert set(names(filled, "dau dau")[:2]) == {"Đau đầu thảo", "Dau dau OPC"}
    assert names(filled, "DAU THAO") == ["Đau đầu thảo"]


def test_names_holding_the_query_with_its_accents_come_first(filled: Work) -> None:
    assert names(filled, "đau đầu")[0] == "Đau đầu thảo"
    assert names(filled, "Dầu")[0] == "Dầu gió xanh"


def test_a_name_that_begins_with_the_query_comes_before_an_ingredient(filled: Work) -> None:
    assert names(filled, "paracet") == ["Paracetamol 500", "Dau dau OPC", "Efferalgan 500"]


def test_every_word_must_be_there_as_the_beginning_of_a_word(filled: Work) -> None:
    assert names(filled, "500 effer") == ["Efferalgan 500"]
    assert names(filled, "fferalgan") == []


@pytest.mark.parametrize("query", ['"', "a* OR", "100%_!", "' -- ;", "NEAR(", "𝟙", "&|!:*"])
def test_no_query_is_an_operator(filled: Work, query: str) -> None:
    assert isinstance(names(filled, query), list)


def test_any_number_and_any_gtin_in_the_box_finds_the_product(workbench: Workbench) -> None:
    def name_it(work: Work) -> None:
        made = catalogue.renew(work, a_renewal(), a_product())
        pack = parse_pack("Chai 200 viên")
        assert isinstance(pack, PackReading)
        (bottle,) = catalogue.register_trade_items(work, made.product_id, pack)
        catalogue.assign_gtin(work, bottle.id, Gtin.parse("8936012345674"))

    workbench.write(SYSTEM, name_it)
    with workbench.read(PUBLIC) as work:
        for query in ("VD-22739-15", "vd2273915", "893110493125", "893 110 493 125", "8936012345674", "08936012345674"):
            (card,) = catalogue.search(work, query).items
            assert (card.name, card.number) == ("Prednison 5 mg", "893110493125")


def test_pages_neither_repeat_nor_skip(filled: Work) -> None:
    for query in ("", "paracetamol"):
        whole = catalogue.search(filled, query).items
        seen: list[ProductCard] = []
        cursor = None
        while True:
            page = catalogue.search(filled, query, cursor, limit=2)
            seen.extend(page.items)
            if page.next is None:
                break
            cursor = Cursor.parse(str(page.next))
        assert tuple(seen) == whole


def test_a_product_is_found_by_its_new_words_after_a_change(workbench: Workbench) -> None:
    made = workbench.write(SYSTEM, a_listed)
    amended = a_product(pack=None)
    draft = type(amended)(amended.kind, amended.name, amended.substances, holder="Công ty Sao Kim")
    workbench.write(SYSTEM, lambda work: catalogue.amend_product(work, made.product_id, draft))
    with workbench.read(PUBLIC) as work:
        assert names(work, "sao kim") == ["Prednison 5 mg"]


def test_a_product_is_found_by_every_name_a_source_gave_it(workbench: Workbench) -> None:
    made = workbench.write(SYSTEM, a_listed)
    for name in ("Enpred", "ENPRED", "Prednison 5 mg"):
        workbench.write(
            SYSTEM, partial(catalogue.amend_product, product_id=made.product_id, about=a_product(name=name))
        )
    with workbench.read(PUBLIC) as work:
        assert names(work, "enpred") == ["Prednison 5 mg"]
        assert catalogue.product(work, made.product_id).version == 2


def test_the_hot_look_ups_walk_no_table(filled: Work) -> None:
    database = filled.db
    texts: list[tuple[str, tuple[str | int, ...]]] = [
        (authorisations.ID_BY_KEY, ("vd-10001-15",)),
        (authorisations.IDS_BY_LOOSE_KEY, ("vd1000115",)),
        (authorisations.BY_ID, (1,)),
        (products.BY_ID, (1,)),
        (products.GROUP, ("x", 10)),
        (trade_items.BY_GTIN, ("08936012345674",)),
        (trade_items.BY_PATH, (1, "box")),
    ]
    if database.dialect == "postgresql":
        database.run("SET LOCAL enable_seqscan = off")
    for text, parameters in texts:
        told = plan(database, text, parameters)
        assert "SCAN" not in told.upper().replace("INDEX SCAN", "").replace("BITMAP HEAP SCAN", ""), (text, told)
    words = query_words("para")
    ranked = (0, "%x%", 4, "para", "%para%", match_text(database.dialect, words), -1, "", 0, 10)
    told = plan(database, products.search_text(database, by_kind=False), ranked)
    assert "VIRTUAL TABLE INDEX" in told or "product_text" in told
    assert "SCAN p\n" not in told
