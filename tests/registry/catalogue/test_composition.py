from __future__ import annotations

from fractions import Fraction

import pytest

from registry.catalogue.dosage_forms import read_form
from registry.catalogue.grouping import group_key
from registry.catalogue.ingredients import read_composition, substance_key
from registry.catalogue.packaging import parse_packs
from registry.catalogue.routes import read_route, route_of_code
from registry.catalogue.strengths import plain, read_number, read_strength

STRENGTHS = [
    ("500mg", "500 mg"),
    ("0,5 mg", "0.5 mg"),
    ("1g", "1000 mg"),
    ("250mcg", "0.25 mg"),
    ("137µg", "0.137 mg"),
    ("40mg/5ml", "8 mg/ml"),
    ("10% (w/v)", "100 mg/ml"),
    ("0,9%", "0.9 %"),
    ("200.000IU", "200000 IU"),
    ("4,000UI", "4000 IU"),
    ("12,38g/gói", "12380 mg"),
]
UNREAD = ["2.940mg", "97% - 103%", "", "500ml", "mg", "500", "10mg/0ml", "vị thuốc"]


@pytest.mark.parametrize(("written", "text"), STRENGTHS)
def test_a_certain_strength_is_read_exactly(written: str, text: str) -> None:
    strength = read_strength(written)
    assert strength is not None
    assert strength.text == text


@pytest.mark.parametrize("written", UNREAD)
def test_an_uncertain_strength_is_not_read(written: str) -> None:
    assert read_strength(written) is None


def test_a_dot_before_three_digits_decides_only_where_units_come_in_thousands() -> None:
    assert read_number("200.000", "IU") == 200_000
    assert read_number("2.940", "mg") is None
    assert read_number("1.234.567,5") == Fraction("1234567.5")
    assert plain(Fraction(1, 3)) == "1/3"


def test_substances_and_strengths_of_two_cells_are_paired() -> None:
    composition = read_composition("Lidocain + epinephrin(adrenalin)", "(36mg + 18,13mcg)/1,8ml")
    assert [(one.key, one.strength and one.strength.text) for one in composition.ingredients] == [
        ("lidocain", "20 mg/ml"),
        ("epinephrin", "1813/180000 mg/ml"),
    ]
    assert composition.volume is None
    assert composition.ratio_volume is not None
    assert composition.ratio_volume.text == "1.8 ml"


def test_brackets_inside_brackets_do_not_split_a_substance() -> None:
    text = "Acid clavulanic (dưới dạng kali clavulanat + avicel (1:1)) 31,25mg; Amoxicilin (dưới dạng trihydrat) 250mg"
    read = read_composition(text).ingredients
    assert [(one.key, one.strength and one.strength.text) for one in read] == [
        ("acid clavulanic", "31.25 mg"),
        ("amoxicilin", "250 mg"),
    ]


def test_strengths_that_do_not_match_the_substances_in_number_are_not_guessed() -> None:
    read = read_composition("Diosmin + hesperidin", "500mg").ingredients
    assert [one.strength for one in read] == [None, None]


def test_two_amounts_for_one_substance_are_not_read() -> None:
    (one,) = read_composition("Valsartan 51,4mg và sacubitril 48,6mg (dưới dạng natri hydrate) 113,1mg").ingredients
    assert one.key is None
    assert one.strength is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Paracetamol (acetaminophen)", "Acetaminophen"),
        ("Drotaverin clohydrat", "Drotaverin hydrochloride"),
        ("Cefalexin", "Cephalexin"),
        ("Vitamin B12", "Cyanocobalamin"),
        ("Fosfomycin*", "fosfomycin"),
    ],
)
def test_spellings_of_one_substance_share_a_key(one: str, other: str) -> None:
    assert substance_key(one) == substance_key(other) is not None


@pytest.mark.parametrize("text", ["Acid amin*", "Insulin người trộn, hỗn hợp", "Isosorbid (dinitrat hoặc mononitrat)"])
def test_a_class_or_a_choice_is_no_substance(text: str) -> None:
    assert substance_key(text) is None


def test_forms_fall_into_families_with_their_release() -> None:
    cases = {
        "Viên nén bao phim": "tablet",
        "Viên nén phóng thích kéo dài": "tablet+modified",
        "viên nén bao tan ở ruột": "tablet+gastro-resistant",
        "Thuốc bột và dung môi pha tiêm": "powder-injection",
        "Dung dịch nhỏ mắt": "eye-drops",
    }
    assert {text: form.key for text in cases if (form := read_form(text))} == cases
    assert read_form("p") is None


def test_a_route_is_known_by_its_code_and_by_its_words() -> None:
    by_code, by_words = read_route("2.04", None), read_route(None, "hít qua đường miệng")
    assert by_code is not None
    assert by_words is not None
    assert (by_code.key, by_words.key) == ("parenteral", "inhalation")
    assert read_route(None, "Ἴ") is None
    assert route_of_code("1.01") == read_route("", "uống")


def key(substances: str, strengths: str, form: str, pack: str) -> str | None:
    return group_key(read_composition(substances, strengths), read_form(form), None, parse_packs(pack))


def test_two_spellings_of_one_thing_share_the_group_key() -> None:
    one = key("Acetylsalicylic acid + clopidogrel", "100mg + 75mg", "Viên nén", "Hộp 3 vỉ x 10 viên")
    other = key("Clopidogrel, Aspirin", "75 mg, 0,1g", "viên nén bao phim", "Chai 100 viên")
    assert one == other == "acid acetylsalicylic 100 mg+clopidogrel 75 mg|tablet|oral"


def test_a_liquid_is_compared_only_with_the_same_volume() -> None:
    small = key("Natri clorid", "0,9%", "Dung dịch tiêm truyền", "Chai 100ml")
    large = key("Natri clorid", "0,9%; 500ml", "Dung dịch tiêm truyền", "Thùng 20 chai 500ml")
    assert small == "natri clorid 0.9 %|solution-injection|parenteral|100 ml"
    assert large == "natri clorid 0.9 %|solution-injection|parenteral|500 ml"
    assert key("Natri clorid", "0,9%", "Dung dịch tiêm truyền", "Chai 100ml; Chai 500ml") is None


def test_an_ampoule_named_by_content_or_by_concentration_is_one_group() -> None:
    by_content = key("Diclofenac natri", "75mg/3ml", "Dung dịch tiêm", "Hộp 10 ống")
    by_concentration = key("Diclofenac natri", "25mg/ml", "Dung dịch tiêm", "Hộp 10 ống x 3ml")
    assert by_content == by_concentration is not None


def test_a_powder_by_concentration_is_compared_only_with_the_same_volume() -> None:
    pack = "Hộp 1 lọ 60ml"
    assert key("Cefpodoxim", "40mg/5ml", "Bột pha hỗn dịch uống", pack) == "cefpodoxim 8 mg/ml|powder-oral|oral|60 ml"
    assert key("Cefpodoxim", "40mg/5ml", "Bột pha hỗn dịch uống", f"{pack}, 75ml") is None


def test_an_uncertain_part_leaves_no_group() -> None:
    assert key("Acid amin*", "8%; 500ml", "Dung dịch tiêm truyền", "Chai 500ml") is None
    assert key("Paracetamol", "", "Viên nén", "Chai 100 viên") is None
    assert key("Paracetamol", "500mg", "p", "Chai 100 viên") is None
