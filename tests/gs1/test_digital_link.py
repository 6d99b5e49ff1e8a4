"""Digital Link: read, written in canonical order, refused; short names only on demand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gs1 import ErrorCode, Gs1Error, Message, ParseOptions, build, parse, parse_digital_link
from gs1.digital_link import is_digital_link
from gs1.link.grammar import escape, unescape
from gs1.linters import GcpAnswer
from tests.gs1.builders import A_GTIN, pack_messages


class SilentSource:
    """A source that is asked and knows nothing: it switches the quick path off."""

    def look_up(self, digits: str) -> GcpAnswer:
        return GcpAnswer.UNKNOWN


CAREFUL = ParseOptions(permit_zero_suppressed_gtin=True, gcp=SilentSource())


def verdict(uri: str, options: ParseOptions) -> object:
    try:
        return parse_digital_link(uri, options).pairs
    except Gs1Error as error:
        return error.code


@given(pack_messages())
def test_every_digital_link_parses_back_and_is_canonical(message: Message) -> None:
    uri = message.digital_link()
    again = parse(uri)
    assert sorted(again.pairs) == sorted(message.pairs)
    assert again.digital_link() == uri


def test_key_and_qualifiers_stand_in_canonical_order_whatever_the_order_of_the_elements() -> None:
    message = build([("21", "S/1"), ("17", "271231"), ("10", "LOT 7".replace(" ", "_")), ("01", A_GTIN)])
    assert message.digital_link() == f"https://id.gs1.org/01/{A_GTIN}/10/LOT_7/21/S%2F1?17=271231"
    assert message.digital_link("https://example.vn/p/").startswith(f"https://example.vn/p/01/{A_GTIN}/10/")


@given(st.text(st.characters(min_codepoint=1, max_codepoint=255), max_size=30))
def test_percent_coding_has_its_reverse(text: str) -> None:
    assert unescape(escape(text)) == text
    assert unescape(escape(text, query=True), query=True) == text


@pytest.mark.parametrize(
    ("uri", "code"),
    [
        (f"ftp://example.vn/01/{A_GTIN}", ErrorCode.URI_CONTAINS_ILLEGAL_SCHEME),
        ("https://example.vn", ErrorCode.URI_MISSING_DOMAIN_AND_PATH_INFO),
        ("https://example.vn/product/7", ErrorCode.NO_GS1_DL_KEYS_FOUND_IN_PATH_INFO),
        (f"https://example.vn/01/{A_GTIN}/21/S/10/B", ErrorCode.INVALID_KEY_QUALIFIER_SEQUENCE),
        (f"https://example.vn/01/{A_GTIN}?10=B", ErrorCode.AI_SHOULD_BE_IN_PATH_INFO),
        (f"https://example.vn/01/{A_GTIN}/10/B?10=B", ErrorCode.DUPLICATE_AI),
        (f"https://example.vn/01/{A_GTIN}?1234=5", ErrorCode.UNKNOWN_AI_IN_QUERY_PARAMS),
        (f"https://example.vn/01/{A_GTIN}?8200=x", ErrorCode.AI_IS_NOT_VALID_DATA_ATTRIBUTE),
        (f"https://example.vn/01/{A_GTIN[:-1]}5", ErrorCode.INCORRECT_CHECK_DIGIT),
        (f"https://example.vn/01/{A_GTIN[1:]}", ErrorCode.AI_VALUE_IS_TOO_SHORT),
        (f"https://example.vn/gtin/{A_GTIN}", ErrorCode.NO_GS1_DL_KEYS_FOUND_IN_PATH_INFO),
        (f"https://example.vn/01/{A_GTIN}/10/<B>", ErrorCode.URI_CONTAINS_ILLEGAL_CHARACTERS),
    ],
)
def test_a_uri_that_breaks_the_grammar_is_refused(uri: str, code: ErrorCode) -> None:
    assert verdict(uri, ParseOptions()) is code


def test_short_names_and_short_gtins_are_read_on_demand_and_never_written() -> None:
    options = ParseOptions(short_names=True, permit_zero_suppressed_gtin=True)
    message = parse_digital_link(f"https://example.vn/gtin/{A_GTIN[1:]}/lot/B", options)
    assert message.digital_link() == f"https://id.gs1.org/01/{A_GTIN}/10/B"


def test_parameters_that_are_no_identifiers_are_kept_apart() -> None:
    message = parse(f"https://example.vn/01/{A_GTIN}?linkType=all&17=271231&x#part")
    assert message.ignored_query == ("linkType=all", "x")
    assert message.get("17") == "271231"


@given(st.text("0123456789/?&=%ABab+.", max_size=40))
def test_the_quick_path_gives_the_verdict_of_the_careful_one(tail: str) -> None:
    for uri in (f"https://example.vn/01/{A_GTIN}{tail}", f"https://example.vn/01/{A_GTIN}/10/B{tail}"):
        quick = verdict(uri, ParseOptions(permit_zero_suppressed_gtin=True))
        assert quick == verdict(uri, CAREFUL)


@pytest.mark.parametrize("front", ["https:/=/example.vn", "ftp://example.vn", "https:///", "https://exa(mple.vn"])
def test_a_malformed_authority_is_refused_but_lenient_reading_still_finds_the_key(front: str) -> None:
    uri = f"{front}/01/{A_GTIN}/10/B"
    with pytest.raises(Gs1Error) as refused:
        parse_digital_link(uri)
    read = parse_digital_link(uri, ParseOptions(mode="lenient"))
    assert read.pairs == (("01", A_GTIN), ("10", "B"))
    assert read.problems[0].code is refused.value.code


@given(pack_messages())
@settings(max_examples=40)
def test_every_written_link_is_known_as_one_at_a_glance(message: Message) -> None:
    assert is_digital_link(message.digital_link("https://example.vn/p"))


@pytest.mark.parametrize("tail", ["", "01", f"01/{A_GTIN[:-1]}5", f"gtin/{A_GTIN}", f"10/{A_GTIN}", f"?01={A_GTIN}"])
def test_a_web_address_without_a_right_key_is_no_digital_link(tail: str) -> None:
    assert not is_digital_link(f"https://example.vn/{tail}")
