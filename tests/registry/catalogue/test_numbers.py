from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.catalogue.numbers import AuthorisationNumber, ControlClass, NumberForm, cited_decision
from registry.errors import BadInput

FORMS = [
    ("VD-22739-15", "VD-22739-15", NumberForm.VD, 2015),
    ("VD- 22742- 15", "VD-22742-15", NumberForm.VD, 2015),
    ("VD-25308 -16", "VD-25308-16", NumberForm.VD, 2016),
    ("vd–22739–15", "VD-22739-15", NumberForm.VD, 2015),
    ("VD-7792-09", "VD-7792-09", NumberForm.VD, 2009),
    ("VN-16049-12", "VN-16049-12", NumberForm.VN, 2012),
    ("VN2-542-17", "VN2-542-17", NumberForm.VNN, 2017),
    ("VN2-5-13", "VN2-5-13", NumberForm.VNN, 2013),
    ("VNA-1234-05", "VNA-1234-05", NumberForm.VNAB, 2005),
    ("V1-H07-12", "V1-H07-12", NumberForm.V_H, 2012),
    ("V320-H12-13", "V320-H12-13", NumberForm.V_H, 2013),
    ("NC38-H08-13", "NC38-H08-13", NumberForm.NC_H, 2013),
    ("QLĐB-593-17", "QLĐB-593-17", NumberForm.QLDB, 2017),
    ("QLDB-593-17", "QLĐB-593-17", NumberForm.QLDB, 2017),
    ("QLĐB2-H12-20", "QLĐB2-H12-20", NumberForm.QLDB_H, 2020),
    ("QLSP-971-16", "QLSP-971-16", NumberForm.QLSP, 2016),
    ("QLSP-1129- 18", "QLSP-1129-18", NumberForm.QLSP, 2018),
    ("QLSP-H02-983-16", "QLSP-H02-983-16", NumberForm.QLSP_H, 2016),
    ("SP3-1201-20", "SP3-1201-20", NumberForm.SPN, 2020),
    ("SP-1189-20", "SP-1189-20", NumberForm.SP, 2020),
    ("VCT- 00348-23", "VCT-00348-23", NumberForm.VCT, 2023),
    ("TCT-00061-22", "TCT-00061-22", NumberForm.TCT, 2022),
    ("GC-215-13", "GC-215-13", NumberForm.GC, 2013),
    ("VS-4878-14", "VS-4878-14", NumberForm.VS, 2014),
    ("1469.KD.24.2", "1469.KD.24.2", NumberForm.KD, 2024),
    ("2575/QLD-KD", "2575/QLD-KD", NumberForm.QLD_KD, None),
    ("893110493125", "893110493125", NumberForm.TWELVE_DIGITS, 2025),
    ("893 110 493 125", "893110493125", NumberForm.TWELVE_DIGITS, 2025),
    ("220000123/PCBA-HN", "220000123/PCBA-HN", NumberForm.DEVICE_DECLARED, 2022),
    ("2200123 dklh/byt - tb-ct", "2200123ĐKLH/BYT-TB-CT", NumberForm.DEVICE_REGISTERED, 2022),
    ("7549NK/BYT-TB-CT", "7549NK/BYT-TB-CT", NumberForm.DEVICE_IMPORT, None),
]


@pytest.mark.parametrize(("written", "text", "form", "year"), FORMS)
def test_every_issued_form_is_read_into_its_canonical_text(
    written: str, text: str, form: NumberForm, year: int | None
) -> None:
    number = AuthorisationNumber.parse(written)
    assert (number.text, number.form, number.year) == (text, form, year)
    assert AuthorisationNumber.parse(number.text) == number


@pytest.mark.parametrize("spelling", ["QLĐB-593-17", "qlđb-593-17", "QLDB - 593 - 17", "QLDB 593-17", "QLDB-593–17"])
def test_dash_blank_case_and_stroke_do_not_change_the_key(spelling: str) -> None:
    assert AuthorisationNumber.parse(spelling).key == "qldb-593-17"


def test_two_numbers_that_differ_only_by_a_dash_keep_different_keys() -> None:
    assert AuthorisationNumber.parse("VN-1234-15").key != AuthorisationNumber.parse("VN1-234-15").key


def test_twelve_digits_tell_country_kind_prescription_control_and_serial() -> None:
    parts = AuthorisationNumber.parse("893111494325").parts
    assert parts is not None
    assert (parts.country_prefix, parts.kind, parts.prescription) == ("893", "1", True)
    assert (parts.control, parts.serial) == (ControlClass.NARCOTIC, "4943")


def test_two_noughts_at_the_end_of_twelve_digits_are_an_unknown_year() -> None:
    assert AuthorisationNumber.parse("893110039600").year is None


def test_what_stands_after_a_number_is_kept_as_its_note() -> None:
    number = AuthorisationNumber.parse("VD-19791-13 Công văn gia hạn SĐK số: 818/QĐ-QLD ngày 19/12/2022")
    assert number.text == "VD-19791-13"
    assert number.note == "Công văn gia hạn SĐK số: 818/QĐ-QLD ngày 19/12/2022"
    assert cited_decision(number.note) == ("818/QĐ-QLD", "2022-12-19")


@pytest.mark.parametrize("garbage", ["TEN9767_0_", "", "VD", "VD-123-15", "12345678901", "8931104931255", "x" * 400])
def test_what_is_no_number_is_refused_with_a_code_and_an_example(garbage: str) -> None:
    with pytest.raises(BadInput) as caught:
        AuthorisationNumber.parse(garbage)
    assert caught.value.faults[0].code == "number-form"
    assert "VD-12345-20" in (caught.value.faults[0].hint or "")


@given(st.text(max_size=40))
def test_any_text_is_either_read_or_refused(text: str) -> None:
    try:
        number = AuthorisationNumber.parse(text)
    except BadInput:
        return
    assert AuthorisationNumber.parse(number.text).text == number.text
