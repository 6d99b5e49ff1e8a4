"""GTIN, GLN, SSCC, GMN, batch and serial numbers: parsed, built, refused with code and place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gs1 import BatchNumber, Circulation, ErrorCode, Gln, Gs1Error, Gtin, GtinFormat, SerialNumber, Sscc, check_digit
from gs1.company_prefixes import CompanyPrefixTable
from gs1.gmn import Gmn
from gs1.upc import Upc
from gs1.zero_suppression import expand_upc_e, suppress_upc_a
from tests.gs1.builders import glns, gtins, prefixes, ssccs, texts_20


@pytest.mark.parametrize(
    ("text", "form", "shortest"),
    [
        ("96385074", GtinFormat.GTIN_8, "96385074"),
        ("614141000036", GtinFormat.GTIN_12, "614141000036"),
        ("8936012345674", GtinFormat.GTIN_13, "8936012345674"),
        ("18936012345671", GtinFormat.GTIN_14, "18936012345671"),
    ],
)
def test_a_gtin_is_fourteen_digits_inside_and_keeps_its_shortest_form(text: str, form: str, shortest: str) -> None:
    gtin = Gtin.parse(text)
    assert (gtin.text, gtin.format, gtin.shortest()) == (text.zfill(14), form, shortest)


@given(gtins())
def test_every_form_of_a_gtin_is_the_same_gtin(gtin: Gtin) -> None:
    assert Gtin.parse(gtin.shortest()) == Gtin.parse(str(gtin)) == gtin


@given(glns(), ssccs())
def test_glns_and_ssccs_parse_from_their_text(gln: Gln, sscc: Sscc) -> None:
    assert Gln.parse(str(gln)) == gln
    assert Sscc.parse(str(sscc)) == sscc


@given(prefixes, st.integers(0, 9))
def test_a_built_gtin_holds_prefix_and_indicator(prefix: str, indicator: int) -> None:
    gtin = Gtin.build(prefix, 0, indicator)
    assert gtin.text[1:].startswith(prefix)
    assert Gtin.parse(gtin.text).indicator == indicator
    assert gtin.with_indicator(0) == Gtin.build(prefix, 0)


@pytest.mark.parametrize(
    ("text", "code", "start"),
    [
        ("08936012345675", ErrorCode.INCORRECT_CHECK_DIGIT, 13),
        ("0893601234567X", ErrorCode.NON_DIGIT_CHARACTER, 13),
        ("", ErrorCode.AI_VALUE_IS_TOO_SHORT, 0),
        ("893601234568", ErrorCode.INCORRECT_CHECK_DIGIT, 11),
        ("89360123456", ErrorCode.AI_VALUE_IS_TOO_SHORT, 11),
        ("089360123456740", ErrorCode.AI_VALUE_IS_TOO_LONG, 14),
        ("８９３６０１２３４５６７４", ErrorCode.NON_DIGIT_CHARACTER, 0),
    ],
)
def test_a_wrong_gtin_is_refused_with_code_and_place(text: str, code: ErrorCode, start: int) -> None:
    with pytest.raises(Gs1Error) as caught:
        Gtin.parse(text)
    assert (caught.value.code, caught.value.start, caught.value.ai) == (code, start, "01")


@pytest.mark.parametrize(
    ("prefix", "reference"), [("8936012", 1_000_000), ("893", 1), ("89360123456789", 0), ("89x", 1)]
)
def test_a_reference_that_does_not_fit_the_prefix_is_refused(prefix: str, reference: int) -> None:
    with pytest.raises(Gs1Error):
        Gln.build(prefix, reference)


@given(st.integers(0, 1), st.text("0123456789", min_size=6, max_size=6))
def test_upc_e_expands_to_a_gtin_12_and_back_to_a_upc_e_of_the_same_item(system: int, body: str) -> None:
    complete = expand_upc_e(f"{system}{body}")
    short = suppress_upc_a(complete)
    assert short is not None
    assert expand_upc_e(short) == complete
    assert Gtin.parse_upc_e(short).upc_e() == short


@given(st.one_of(st.integers(0, 10**11 - 1).map("{:011}".format), st.integers(0, 10**6 - 1).map("{:06}".format)))
def test_a_upc_parses_from_its_own_text_and_names_one_trade_item(digits: str) -> None:
    upc = Upc.parse(digits + check_digit(digits)) if len(digits) == 11 else Upc.parse(digits)
    assert Upc.parse(str(upc)) == upc
    assert upc.gtin == Gtin.parse(upc.upc_a())
    assert str(upc).endswith(upc.check_digit)


@pytest.mark.parametrize("text", ["", "12345", "123456789", "04252615", "042100005265", "94252614", "0425261٤"])
def test_what_is_no_upc_is_refused(text: str) -> None:
    with pytest.raises(Gs1Error):
        Upc.parse(text)


def test_a_upc_a_whose_zeros_stand_elsewhere_has_no_short_form() -> None:
    assert Upc.parse("042100005264").upc_e() == "04252614"
    with pytest.raises(Gs1Error):
        Upc.parse("614141000036").upc_e()


@given(gtins(), st.sampled_from(GtinFormat))
def test_a_gtin_is_written_in_every_form_that_holds_it_and_in_no_other(gtin: Gtin, form: GtinFormat) -> None:
    if form.length >= gtin.format.length:
        assert Gtin.parse(gtin.written_as(form)) == gtin
        assert len(gtin.written_as(form)) == form.length
    else:
        with pytest.raises(Gs1Error, match="WRONG_LENGTH"):
            gtin.written_as(form)


@given(gtins())
def test_a_payload_completes_to_its_gtin(gtin: Gtin) -> None:
    assert Gtin.complete(gtin.payload) == gtin
    assert gtin.as_gtin14() == str(gtin)


SHARED_TABLE = CompanyPrefixTable([("0614141", "0614141", 7), ("978", "978", 0)])


@pytest.mark.parametrize(
    ("text", "reference", "circulation"),
    [
        ("614141000036", "00003", None),
        ("96385074", "8507", None),
        ("14012341", None, None),
        ("01234565", "123456", Circulation.COMPANY),
        ("412345678903", "1234567890", Circulation.COMPANY),
        ("2001111111119", None, Circulation.GEOGRAPHICAL),
        ("12001111111116", None, None),
        ("8936012345674", None, None),
    ],
)
def test_a_gtin_tells_its_item_and_where_it_may_be_used(
    text: str, reference: str | None, circulation: Circulation | None
) -> None:
    gtin = Gtin.parse(text)
    assert (gtin.item_reference(SHARED_TABLE), gtin.circulation) == (reference, circulation)
    assert gtin.is_restricted == (circulation is not None)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("9781492053743", (True, False, False)),
        ("9790260000438", (False, True, False)),
        ("9771234567898", (False, False, True)),
        ("19781492053740", (False, False, False)),
        ("8936012345674", (False, False, False)),
    ],
)
def test_books_music_and_serials_are_told_by_their_prefix(text: str, kinds: tuple[bool, bool, bool]) -> None:
    gtin = Gtin.parse(text)
    assert (gtin.is_isbn, gtin.is_ismn, gtin.is_issn) == kinds


def test_the_published_model_number_has_the_published_check_pair() -> None:
    assert Gmn.build("1987654", "Ad4X4bL5ttr2310c").text == "1987654Ad4X4bL5ttr2310c2K"
    with pytest.raises(Gs1Error, match="INCORRECT_CHECK_PAIR"):
        Gmn.parse("1987654Ad4X4bL5ttr2310c2X")


@given(texts_20)
def test_batch_and_serial_numbers_take_any_text_of_set_82_up_to_20(text: str) -> None:
    assert str(BatchNumber.parse(text)) == str(SerialNumber.parse(text)) == text


@pytest.mark.parametrize(
    ("text", "code", "start"),
    [
        ("", ErrorCode.AI_VALUE_IS_TOO_SHORT, 0),
        ("A" * 21, ErrorCode.AI_VALUE_IS_TOO_LONG, 20),
        ("LÔ7", ErrorCode.INVALID_CSET82_CHARACTER, 1),
    ],
)
def test_a_wrong_batch_number_is_refused_where_it_is_wrong(text: str, code: ErrorCode, start: int) -> None:
    with pytest.raises(Gs1Error) as caught:
        BatchNumber.parse(text)
    assert (caught.value.code, caught.value.start) == (code, start)
