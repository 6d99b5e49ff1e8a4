from __future__ import annotations

import pytest

from registry.catalogue.packaging import PackReading, UnclearPack, parse_pack, parse_packs, unit_kind, unit_name

CLEAR = [
    ("Hộp 10 vỉ x 10 viên", ["box/10 blister/10 tablet"]),
    ("hộp 2 vĩ x 14 Viên nén bao phim", ["box/2 blister/14 tablet"]),
    ("Hộp 4 vỉ xé x 4 viên", ["box/4 blister/4 tablet"]),
    ("Hộp/04 vỉ x 15 viên", ["box/4 blister/15 tablet"]),
    ("Hộp 5 vỉ x 10 ống x 1,8ml", ["box/5 blister/10 ampoule/1.8 ml"]),
    ("Thùng 20 chai nhựa 500ml", ["case/20 bottle/500 ml"]),
    ("Hộp 1 lọ x 10ml; Hộp 20 lọ x 10ml", ["box/1 vial/10 ml", "box/20 vial/10 ml"]),
    ("Hộp 10 vỉ x 10 viên; Chai 200 viên", ["box/10 blister/10 tablet", "bottle/200 tablet"]),
    ("Hộp 3 vỉ, 5 vỉ x 10 viên", ["box/3 blister/10 tablet", "box/5 blister/10 tablet"]),
    ("Hộp 3 vỉ; 6 vỉ x 10 viên", ["box/3 blister/10 tablet", "box/6 blister/10 tablet"]),
    ("Hộp 1 lọ 60ml, 75ml", ["box/1 vial/60 ml", "box/1 vial/75 ml"]),
    ("Hộp 10 ống, 20 ống x 5ml", ["box/10 ampoule/5 ml", "box/20 ampoule/5 ml"]),
    ("Hộp 3 vỉ, vỉ 10 viên", ["box/3 blister/10 tablet"]),
    ("Hộp 2 vỉ x 5 ống x 4 ml, ống thủy tinh", ["box/2 blister/5 ampoule/4 ml"]),
    (
        "Hộp 1 vỉ, 20 vỉ x 20 viên. Lọ 200 viên, 500 viên",
        ["box/1 blister/20 tablet", "box/20 blister/20 tablet", "vial/200 tablet", "vial/500 tablet"],
    ),
    ("Hộp 1 bình xịt 120 liều", ["box/1 spray-bottle/120 dose"]),
    ("Can 5 lít", ["can/5000 ml"]),
]

UNCLEAR = [
    "Hộp 5 lọ + 5 ống dung môi 1 ml",
    "Hộp 5 bút tiêm x 3ml (15 kim kèm theo)",
    "Túi PE 2 lớp, 1-5kg, hàn kín",
    "Hộp 15, 20, 30 gói x 3g",
    "Hộp 10 vỉ",
    "Viên nén",
    "Hộp 0 vỉ x 10 viên",
    "�㒥翻",
    "",
]


@pytest.mark.parametrize(("text", "paths"), CLEAR)
def test_every_pack_of_a_text_is_read_with_its_levels(text: str, paths: list[str]) -> None:
    readings = parse_packs(text)
    assert [one.path() if isinstance(one, PackReading) else one.reason for one in readings] == paths


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_is_not_certain_stays_text(text: str) -> None:
    assert isinstance(parse_pack(text), UnclearPack)


def test_a_pack_counts_its_innermost_units_at_every_level() -> None:
    pack = parse_pack("Hộp 1 túi x 10 vỉ x 12 viên")
    assert isinstance(pack, PackReading)
    assert (pack.base_unit, pack.base_count) == ("tablet", 120)
    assert [pack.base_count_of(level) for level in range(4)] == [120, 120, 12, 1]
    assert pack.path(2) == "blister/12 tablet"


def test_several_packs_are_no_single_pack() -> None:
    assert parse_pack("Chai 100 viên; Chai 200 viên") == UnclearPack("Chai 100 viên; Chai 200 viên", "several")


def test_a_unit_has_names_and_a_kind() -> None:
    assert (unit_name("blister"), unit_name("blister", "en"), unit_kind("blister")) == ("vỉ", "blister", "inner")
