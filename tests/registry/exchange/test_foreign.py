"""Published forms of other registers: told by content, taken once, every known fault named."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from registry.catalogue import service as catalogue
from registry.catalogue.facts import DeviceFacts, MedicineFacts
from registry.catalogue.strengths import read_strength
from registry.errors import BadInput
from registry.exchange import service as exchange
from registry.exchange.foreign import bdpm, sep
from registry.exchange.foreign.doses import french_dose
from registry.exchange.model import ImportOrder, ImportReport
from registry.exchange.sheets import open_sheet, read_sheet
from registry.identifiers import service as identifiers
from registry.prices import service as prices
from registry.work import PUBLIC, SYSTEM, Workbench

PRODUCT = (
    "61234567\tAMLOXINE 5 mg, comprimé\tcomprimé\torale\tAutorisation active\tProcédure nationale\tCommercialisée"
    "\t12/03/1998\t\t\t LABO EXEMPLE\tNon"
)
PACK = (
    "61234567\t4949729\tplaquette(s) de 30 comprimé(s)\tPrésentation active\tDéclaration de commercialisation"
    "\t16/03/2011\t3400949497294\toui\t65%\t24,34\t25,36\t1,02\t"
)
SALT = "61234567\tcomprimé\t01234\tBÉSILATE D'AMLODIPINE\t6,9 mg\tun comprimé\tSA\t1"
ACTIVE = "61234567\tcomprimé\t05678\tAMLODIPINE\t5 mg\tun comprimé\tFT\t1"
GENERIC = "7\tAMLODIPINE 5 mg - AMLOXINE 5 mg, comprimé\t61234567\t0\t1"
ATC = "61234567\tC08CA01\tAMLOXINE 5 mg, comprimé\thttps://exemple.test/61234567"
SHORTAGE = "61234567\t3400949497294\t2\tTension d'approvisionnement\t01/02/2026\t10/02/2026\t\thttps://exemple.test"
SEP_HEAD = "nappi_code,regno,name,schedule,dosage_form,pack_size,num_packs,sep_zar_incl_vat,is_generic"
DEVICE = {
    "record_status": "Published",
    "identifiers": [
        {"id": "05060123450019", "type": "Package", "issuing_agency": "GS1", "contains_di": "05060123450002",
         "quantity_per_package": "20"},
        {"id": "05060123450002", "type": "Primary", "issuing_agency": "GS1"},
        {"id": "H373EXAMPLE0A3R", "type": "Secondary", "issuing_agency": "HIBCC"},
    ],
    "brand_name": "Example Infusion Set",
    "company_name": "Example Devices Ltd",
    "version_or_model_number": "X-1",
    "device_count_in_base_package": "2",
    "is_single_use": True,
    "is_kit": False,
    "sterilization": {"is_sterile": True, "is_sterilization_prior_use": False},
    "storage": [{"type": "Storage Environment Temperature", "low": "5", "high": "27", "high_unit": "Degrees Celsius"}],
}  # fmt: skip


def taken(bench: Workbench, name: str, content: str | bytes, *, dry_run: bool = False) -> ImportReport:
    body = content if isinstance(content, bytes) else content.encode()
    report = exchange.import_sheet(bench, SYSTEM, read_sheet(name, body), ImportOrder(dry_run=dry_run))
    assert report.taken + report.unchanged + report.refused == report.rows
    return report


def codes(report: ImportReport) -> Counter[str]:
    return Counter(one.code for one in report.faults)


def french(bench: Workbench, *lines: str, encoding: str = "cp1252") -> ImportReport:
    return taken(bench, "list.txt", "\r\n".join((*lines, "")).encode(encoding))


@pytest.mark.parametrize(
    ("line", "layout"),
    [
        (PRODUCT, "bdpm-products"),
        (PACK, "bdpm-packs"),
        (SALT, "bdpm-ingredients"),
        (SALT + "\t", "bdpm-ingredients"),
        (GENERIC, "bdpm-generics"),
        (ATC, "bdpm-atc"),
        (SHORTAGE, "bdpm-availability"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_table_without_a_header_is_told_by_its_content(line: str, layout: str, encoding: str) -> None:
    sheet = read_sheet("whatever.csv", f"{line}\r\n\r\n{line}\r\n".encode(encoding))
    assert exchange.layout_of(sheet.columns).name == layout
    assert [number for number, _ in sheet.rows] == [1, 3]


def test_a_medicine_of_france_is_known_with_all_its_files_and_licensed_by_none(workbench: Workbench) -> None:
    assert dict(french(workbench, PRODUCT).new) == {"products": 1}
    assert dict(french(workbench, PACK, encoding="utf-8").new) == {"trade items": 1, "prices": 1}
    for lines in ((SALT, ACTIVE), (GENERIC,), (ATC,), (SHORTAGE,)):
        assert french(workbench, *lines).faults == ()
    with workbench.read(PUBLIC) as work:
        product = catalogue.product_by_source(work, bdpm.SOURCE, "61234567")
        item = catalogue.item_by_identifier(work, "03400949497294")
        (price,) = prices.of_product(work, product.id).items
        held = catalogue.authorisations_of(work, product.id)
    assert held == []
    assert [one.name for one in product.ingredients] == ["AMLODIPINE"]
    assert product.facts == MedicineFacts(
        atc=("C08CA01",),
        procedure="Procédure nationale",
        marketing="Commercialisée",
        generic_group="7: AMLODIPINE 5 mg - AMLOXINE 5 mg, comprimé",
        generic_role="originator",
        watched=False,
        essential=True,
        availability="3400949497294: Tension d'approvisionnement (01/02/2026)",
    )
    assert (item.product_id, str(price.draft.money)) == (product.id, "25.36 EUR")
    assert price.draft.unit == "pack 03400949497294"
    assert product.group_key == "fr:amlodipin 5 mg|comprime|orale"


def test_a_second_run_adds_nothing(workbench: Workbench) -> None:
    for lines in ((PRODUCT,), (SALT, ACTIVE)):
        french(workbench, *lines)
        again = french(workbench, *lines)
        assert (again.taken, again.unchanged, dict(again.new)) == (0, len(lines), {})


def test_faults_of_french_packs_are_named(workbench: Workbench) -> None:
    french(workbench, PRODUCT)
    wrong = PACK.replace("3400949497294", "3400949497295").replace("\t4949729\t", "\t4949730\t")
    orphan = PACK.replace("61234567", "60000001").replace("3400949497294", "3400949497706")
    commas = PACK.replace("24,34\t25,36", "1,224,34\t1,225,36").replace("16/03/2011", "16/03/1990")
    unsummed = (
        commas.replace("1,225,36", "1,300,00")
        .replace("\t4949729\t", "\t4949770\t")
        .replace("3400949497294", "3400949497706")
    )
    report = french(workbench, commas, wrong, orphan, unsummed, encoding="utf-8")
    assert codes(report) == {
        "amount-two-commas": 4,
        "marketed-before-authorised": 2,
        "gtin-check-digit": 1,
        "product-unknown": 1,
        "price-sum": 1,
    }
    assert (report.taken, report.refused) == (2, 2)
    with workbench.read(PUBLIC) as work:
        product = catalogue.product_by_source(work, bdpm.SOURCE, "61234567")
        told = {price.draft.money.amount for price in prices.of_product(work, product.id).items}
    assert told == {"1225.36", "1300.00"}


def test_a_gtin_of_another_country_is_known_where_numbers_are_given_out(workbench: Workbench) -> None:
    french(workbench, PRODUCT)
    french(workbench, PACK, encoding="utf-8")
    with workbench.read(PUBLIC) as work:
        item = catalogue.item_by_identifier(work, "03400949497294")
        assert identifiers.identifier(work, "03400949497294").trade_item_id == item.id


def test_a_new_edition_comes_first_and_what_other_files_told_stays(workbench: Workbench) -> None:
    french(workbench, PRODUCT)
    french(workbench, ATC)
    report = french(workbench, PRODUCT.replace("\tCommercialisée", "\tNon commercialisée"))
    assert dict(report.new) == {"products completed": 1}
    with workbench.read(PUBLIC) as work:
        facts = catalogue.product_by_source(work, bdpm.SOURCE, "61234567").facts
    assert isinstance(facts, MedicineFacts)
    assert (facts.marketing, facts.atc) == ("Non commercialisée", ("C08CA01",))


def test_a_medicine_of_two_groups_of_generics_keeps_both(workbench: Workbench) -> None:
    french(workbench, PRODUCT)
    french(workbench, GENERIC, GENERIC.replace("7\t", "8\t", 1))
    with workbench.read(PUBLIC) as work:
        facts = catalogue.product_by_source(work, bdpm.SOURCE, "61234567").facts
    assert isinstance(facts, MedicineFacts)
    assert (facts.generic_group or "").count("AMLODIPINE 5 mg - ") == 2


def test_prices_of_two_packs_of_one_medicine_stand_beside_each_other(workbench: Workbench) -> None:
    other = (
        PACK.replace("3400949497294", "3400949497706")
        .replace("\t4949729\t", "\t4949770\t")
        .replace("24,34\t25,36", "68,68\t69,70")
    )
    french(workbench, PRODUCT)
    french(workbench, PACK, other, encoding="utf-8")
    with workbench.read(PUBLIC) as work:
        product = catalogue.product_by_source(work, bdpm.SOURCE, "61234567")
        standing = prices.prices_on(work, product.id, work.today)
    assert sorted(one.draft.money.amount for one in standing) == ["25.36", "69.70"]


def test_a_line_of_another_number_of_cells_is_refused_and_its_file_is_still_known(workbench: Workbench) -> None:
    lines = [PRODUCT.replace("61234567", f"6123456{n}") for n in range(8)]
    report = french(workbench, "61234569\ttoo few", *lines, "x" + PRODUCT)
    assert {(1, "line-cells"), (10, "code-form")} <= {(one.row, one.code) for one in report.refusals}
    assert {one.row for one in report.refusals} == {1, 10}
    assert report.taken == 8


def test_every_oddity_of_a_south_african_strength_is_named(workbench: Workbench) -> None:
    taken(workbench, "p.csv", f"{SEP_HEAD}\n1,R1,Essai,S4,Tab,1.0,1,1.50,Generic\n")
    cells = ("Levodopa,1.125,mg", 'A,"100,5 ",mg', "B,,mg", "C,5mg,", "D,1.0,zzz", "E,1.0,", "F,10-20,mg")
    told = "\n".join(("nappi_code,ingredient,strength,unit", *(f"1,{one}" for one in cells)))
    report = taken(workbench, "i.csv", told)
    assert [(one.row, one.code) for one in report.faults] == [
        (3, "blanks-inside"),
        (3, "decimal-comma"),
        (4, "strength-missing"),
        (5, "strength-holds-unit"),
        (6, "unit-placeholder"),
        (7, "unit-missing"),
        (8, "strength-unread"),
    ]
    with workbench.read(PUBLIC) as work:
        parts = catalogue.product_by_source(work, sep.NAPPI, "1").ingredients
    assert [one.strength.text if one.strength else None for one in parts[:4]] == ["1.125 mg", "100.5 mg", None, "5 mg"]


@pytest.mark.parametrize(
    ("dose", "reference", "told", "read"),
    [
        ("1,00 mg", "un comprimé", "1,00 mg", "1 mg"),
        ("800 microgrammes", "2 ml de suspension", "800 mcg/2ml", "0.4 mg/ml"),
        ("200 000 UI", "une ampoule", "200000 UI", "200000 IU"),
        ("2 grammes", "100 g", "2 g/100g", "0.02 mg/mg"),
        ("2CH à 30CH", "un comprimé", "2CH à 30CH", None),
        ("5 mg", "quelques gouttes", "5 mg (quelques gouttes)", None),
    ],
)
def test_a_french_dose_is_read_by_its_reference_as_far_as_it_is_certain(
    dose: str, reference: str, told: str, read: str | None
) -> None:
    assert french_dose(dose, reference) == told
    found = read_strength(told)
    assert (found.text if found else None) == read


def test_a_south_african_pack_keeps_its_price_and_names_its_faults(workbench: Workbench) -> None:
    rows = (
        "3000000001,45/5.4.1/0765,Lecardop 25/100,S4,Tab,100.0,1,360.97214759999997,Generic",
        "3000001001,45/5.4.1/0765,Lecardop 25/100,S4 ,Tab,0.0,1,20.50,Generic",
    )
    report = taken(workbench, "sep_2025-06-03.csv", "\n".join((SEP_HEAD, *rows)))
    assert codes(report) == {"amount-float-tail": 1, "pack-size-zero": 1, "blanks-at-end": 1}
    assert dict(report.new) == {"products": 1, "trade items": 2, "prices": 2}
    told = "nappi_code,ingredient,strength,unit\n3000000001,Carbidopa ,25.0,mg\n3000000001,Levodopa,100.0,mg\n"
    assert codes(taken(workbench, "i.csv", told)) == {"blanks-at-end": 1}
    with workbench.read(PUBLIC) as work:
        product = catalogue.product_by_source(work, sep.NAPPI, "3000001001")
        shown = prices.of_product(work, product.id).items
    assert [(one.name, one.strength_text) for one in product.ingredients] == [
        ("Carbidopa", "25mg"),
        ("Levodopa", "100mg"),
    ]
    assert sorted(str(one.draft.money) for one in shown) == ["20.50 ZAR", "360.97 ZAR"]
    assert {one.draft.valid_from.isoformat() for one in shown} == {"2025-06-03"}


@pytest.mark.parametrize("form", ["lines", "results"])
def test_a_device_comes_with_its_packages_and_other_identifiers(workbench: Workbench, form: str) -> None:
    content = json.dumps(DEVICE) + "\n" if form == "lines" else json.dumps({"meta": {}, "results": [DEVICE]})
    report = taken(workbench, "devices.json", content)
    assert report.faults == ()
    assert dict(report.new) == {"products": 1, "trade items": 2, "identifiers": 3}
    with workbench.read(PUBLIC) as work:
        case = catalogue.item_by_identifier(work, "05060123450019")
        same = catalogue.item_by_identifier(work, "H373EXAMPLE0A3R")
        product = catalogue.product(work, case.product_id)
    assert (case.contains_id, case.contains_count, case.base_count) == (same.id, 20, 40)
    assert isinstance(product.facts, DeviceFacts)
    assert {"single_use", "sterile_packaged"} <= set(product.facts.flags)
    assert product.facts.storage == ("Storage Environment Temperature: 5 - 27 Degrees Celsius",)


def test_identifiers_of_devices_are_verified_and_not_believed(workbench: Workbench) -> None:
    def with_primary(identifier: str, agency: str = "GS1") -> str:
        return json.dumps(DEVICE | {"identifiers": [{"id": identifier, "type": "Primary", "issuing_agency": agency}]})

    strange = json.dumps(
        DEVICE
        | {
            "identifiers": [
                {"id": "05060123450095", "type": "Primary", "issuing_agency": "GS1"},
                {"id": "05060123450101", "type": "Package", "issuing_agency": "GS1", "contains_di": "1",
                 "quantity_per_package": "2"},
            ]
        }
    )  # fmt: skip
    lines = (
        with_primary("05060123450001"),
        with_primary("05060123450026", "HIBCC"),
        with_primary("X1", "GMDN"),
        json.dumps(DEVICE | {"identifiers": []}),
        strange,
        json.dumps(DEVICE | {"is_kit": "maybe"}),
    )
    report = taken(workbench, "devices.jsonl", "\n".join(lines))
    assert [(one.row, one.code) for one in report.faults] == [
        (1, "gtin-check-digit"),
        (2, "identifier-agency"),
        (3, "agency-unknown"),
        (4, "primary-missing"),
        (5, "pack-contains-unknown"),
        (6, "record-form"),
    ]
    assert (report.taken, report.refused) == (2, 4)


def test_the_portals_answers_bring_registrations_and_declared_prices(workbench: Workbench) -> None:
    item = {
        "soDangKy": "893110493125",
        "tenThuoc": "Thuốc Ví Dụ",
        "congTySanXuat": {"ten": "Công ty Ví Dụ", "diaChi": "Hà Nội", "nuoc": "Việt Nam"},
        "congTyDangKy": {"ten": "Công ty Đăng Ký"},
        "thongTinDangKyThuoc": {"ngayCap": "2025-12-03T00:00:00", "soQuyetDinh": "720/QĐ-QLD"},
        "thongTinThuocCoBan": {"hoatChatChinh": "Prednison", "hamLuong": "5mg", "dongGoi": "Hộp 10 vỉ x 10 viên",
                               "tuoiTho": "36 tháng"},
    }  # fmt: skip
    price = {
        "soDangKy": "893110493125", "tenThuoc": "Thuốc Ví Dụ", "giaBanBuonDuKien": 1250, "donViTinh": "Viên",
        "ngayTiepNhan": "05/01/2026", "trangThaiCongBo": "<b>Đã công bố</b>",
    }  # fmt: skip
    unknown = {**price, "soDangKy": "893110493999"}

    def answer(*items: object) -> str:
        return json.dumps({"success": True, "result": {"totalCount": len(items), "items": items}})

    assert dict(taken(workbench, "a.json", answer(item)).new) == {"authorisations": 1, "products": 1}
    report = taken(workbench, "b.json", answer(price, unknown))
    assert (dict(report.new), codes(report)) == ({"prices": 1}, {"number-unknown": 1})
    with workbench.read(PUBLIC) as work:
        product = catalogue.product(work, catalogue.find_by_number(work, "893110493125").product_id)
        (told,) = prices.of_product(work, product.id).items
    assert (product.shelf_life_months, product.strength, str(told.draft.money)) == (36, "5mg", "1250.00 VND")
    assert told.draft.printed == "Thuốc Ví Dụ | Đã công bố"


def test_a_list_of_codes_is_kept_and_a_newer_edition_replaces_its_words(workbench: Workbench) -> None:
    head = "category,category_description,code,term,level,terminal\n"
    first = taken(workbench, "emdn.csv", head + "A,NEEDLES,A01,NEEDLES,2,NO\nA,NEEDLES,a-1,WRONG,2,NO\n")
    assert (dict(first.new), codes(first)) == ({"codes": 1}, {"code-form": 1})
    again = taken(workbench, "emdn.csv", head + "A,NEEDLES,A01,HOLLOW NEEDLES,2,NO\n")
    assert (again.taken, dict(again.new)) == (1, {"codes": 1})


def test_a_dry_run_keeps_nothing(workbench: Workbench) -> None:
    assert taken(workbench, "list.txt", PRODUCT, dry_run=True).taken == 1
    assert dict(french(workbench, PRODUCT).new) == {"products": 1}


SAMPLE_ROWS = {
    "registrations": 7156, "awards": 3434, "renewals": 26, "bdpm-products": 11026, "bdpm-packs": 14632,
    "bdpm-ingredients": 22522, "bdpm-generics": 7549, "bdpm-atc": 5411, "bdpm-availability": 530,
    "sep-products": 8974, "sep-ingredients": 14839, "gudid": 4213,
}  # fmt: skip
"""Rows of the sample, as its source note counts them."""


def catalogue_files(shared: Path) -> list[Path]:
    """Every table of the folder of samples, or of another folder of the same forms."""
    folder = Path(os.environ.get("MEDREG_CATALOGUE", shared / "data" / "catalogue"))
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix in {".csv", ".txt", ".jsonl"}]


def test_every_sample_is_told_by_its_content_and_no_row_is_passed_over(shared: Path) -> None:
    known = Counter[str]()
    for path in catalogue_files(shared):
        try:
            sheet = open_sheet(path)
            layout = exchange.layout_of(sheet.columns)
        except BadInput:
            assert path.suffix == ".txt", path.name
            continue
        known[layout.name.partition("-")[0]] += 1
        if path.suffix == ".txt":
            lines = path.read_bytes().replace(b"\r", b"").split(b"\n")
            assert len(sheet.rows) == sum(1 for line in lines if line.strip()), path.name
    assert {"registrations", "awards", "renewals", "bdpm", "sep", "gudid", "codes"} <= known.keys()


@pytest.mark.slow
def test_all_samples_are_taken_with_counts_that_add_up(workbench: Workbench, shared: Path) -> None:
    sheets = []
    for path in catalogue_files(shared):
        try:
            sheet = open_sheet(path)
            sheets.append((exchange.rank(exchange.layout_of(sheet.columns)), sheet))
        except BadInput:
            continue
    found: Counter[str] = Counter()
    rows: dict[str, int] = {}
    for _, sheet in sorted(sheets, key=lambda one: one[0]):
        report = exchange.import_sheet(workbench, SYSTEM, sheet, ImportOrder())
        assert report.taken + report.unchanged + report.refused == report.rows == len(sheet.rows)
        assert len({one.row for one in report.refusals}) == report.refused
        found += codes(report)
        if not report.layout.startswith("codes-"):
            rows[report.layout] = report.rows
    named = {"gtin-check-digit", "identifier-agency", "amount-two-commas", "blanks-inside", "text-nfd"}
    named |= {"pack-size-zero", "quantity-zero", "number-note", "unit-case", "country-spelling", "group-form"}
    named |= {"amount-float-tail", "marketed-before-authorised", "product-unknown"}
    assert named <= found.keys()
    if "MEDREG_CATALOGUE" not in os.environ:
        assert (found["gtin-check-digit"], found["identifier-agency"], found["quantity-zero"]) == (8, 1, 874)
        assert rows == SAMPLE_ROWS
        assert (found["text-nfd"], found["amount-two-commas"], found["marketed-before-authorised"]) == (226, 661, 438)
        assert (found["pack-size-zero"], found["amount-float-tail"], found["unit-placeholder"]) == (155, 6736, 1118)
