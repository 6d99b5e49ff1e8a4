"""GTIN, GLN, SSCC, GMN, batch and serial numbers: parsed, built, refused with code and place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gs1 import BatchNumber, ErrorCode, Gln, Gs1Error, Gtin, GtinFormat, SerialNumber, Sscc
from gs1.gmn import Gmn
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
