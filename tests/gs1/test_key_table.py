"""Every GS1 key: parsed from its own text, divided into named parts, built, and judged as the table of AIs judges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gs1 import (
    Cpid,
    CpidSerial,
    ErrorCode,
    Gcn,
    Gdti,
    Giai,
    Ginc,
    Gln,
    Gmn,
    Grai,
    Gs1Error,
    Gsin,
    Gsrn,
    GsrnProvider,
    Gtin,
    Itip,
    Key,
    ParseOptions,
    Sscc,
    demand_issued,
    key_of,
    parse,
    parse_bracketed,
)
from gs1.charsets import ALPHABET_82
from gs1.company_prefixes import CompanyPrefixTable
from gs1.dictionary import STANDARD
from gs1.key_table import KEY_AIS, kind_of
from tests.gs1.key_builders import EVERY_KIND

NINE = CompanyPrefixTable([("8", "8", 9)])
ALONE = ParseOptions(associations=False)
LENIENT = ParseOptions(mode="lenient", associations=False)
any_key = st.one_of(*EVERY_KIND.values())


def test_every_kind_of_the_table_is_made_by_these_tests() -> None:
    assert {kind_of(ai) for ai in KEY_AIS} == set(EVERY_KIND)


def test_every_primary_key_of_a_digital_link_is_in_the_table() -> None:
    assert STANDARD.dl_keys <= set(KEY_AIS)


@given(any_key)
def test_a_key_parses_from_its_own_text(key: Key) -> None:
    again = type(key).parse(str(key))
    assert again == key
    assert hash(again) == hash(key)


@given(any_key, any_key)
def test_keys_of_two_kinds_differ_and_keys_of_one_kind_have_the_order_of_their_texts(one: Key, other: Key) -> None:
    if type(one) is type(other):
        assert (one < other) == (one.text < other.text)
    else:
        assert one != other


@given(any_key, st.sampled_from([NINE, None]))
def test_the_parts_of_a_key_joined_are_the_key(key: Key, source: CompanyPrefixTable | None) -> None:
    parts = key.parts(source)
    short = isinstance(key, Gtin | Itip) and key.text.startswith("000000")
    assert "".join(parts.values()) == (key.text[6:] if short else key.text)


@given(any_key)
def test_the_parts_hold_the_prefix_that_the_source_knows(key: Key) -> None:
    company = key.company_prefix(NINE)
    assert key.parts(NINE).get("company_prefix") == company
    assert company is None or len(company) == 9


@given(st.sampled_from(sorted(KEY_AIS)), st.data())
def test_a_key_is_judged_as_the_message_around_it_is_judged(ai: str, data: st.DataObject) -> None:
    kind = kind_of(ai)
    assert kind is not None
    right = data.draw(EVERY_KIND[kind]).text
    place = data.draw(st.integers(0, len(right)))
    text = right[:place] + data.draw(st.text(ALPHABET_82, max_size=2)) + right[place + data.draw(st.integers(0, 2)) :]
    if kind_of(ai) is Gtin and len(text) != 14:
        return  # a GTIN alone may be written with fewer digits than AI (01) carries
    assert accepts(lambda: key_of(ai, text)) == accepts(lambda: bracketed(ai, text))


def bracketed(ai: str, text: str) -> object:
    return parse_bracketed(f"({ai}){text.replace('(', chr(92) + '(')}", ALONE)


def accepts(call: object) -> bool:
    assert callable(call)
    try:
        call()
    except Gs1Error:
        return False
    return True


@pytest.mark.parametrize(
    ("key", "text", "parts"),
    [
        (Grai.build("893123456", 12, "X7"), "08931234560126X7",
         {"zero": "0", "company_prefix": "893123456", "asset_type": "012", "check_digit": "6", "serial": "X7"}),
        (Gdti.build("893123456", 789), "8931234567897",
         {"company_prefix": "893123456", "document_type": "789", "check_digit": "7"}),
        (Gcn.build("893123456", 789, "17"), "893123456789717",
         {"company_prefix": "893123456", "coupon_reference": "789", "check_digit": "7", "serial": "17"}),
        (Gsin.build("893123456", 7), "89312345600000072",
         {"company_prefix": "893123456", "shipper_reference": "0000007", "check_digit": "2"}),
        (Giai.build("893123456", "A/1"), "893123456A/1", {"company_prefix": "893123456", "asset_reference": "A/1"}),
        (Ginc.build("893123456", "9"), "8931234569", {"company_prefix": "893123456", "consignment_reference": "9"}),
        (Cpid.build("893123456", "P-1"), "893123456P-1", {"company_prefix": "893123456", "part_reference": "P-1"}),
        (Itip.build(Gtin.parse("8936012345674"), 2, 3), "089360123456740203",
         {"indicator": "0", "company_prefix": "893601234", "item_reference": "567", "check_digit": "4",
          "piece": "02", "total": "03"}),
    ],
)  # fmt: skip
def test_a_built_key_has_its_parts_in_place(key: Key, text: str, parts: dict[str, str]) -> None:
    assert str(key) == text
    assert key.parts(NINE) == parts


def test_a_recipient_and_a_provider_with_one_number_are_two() -> None:
    recipient, provider = Gsrn.build("893123456", 1), GsrnProvider.build("893123456", 1)
    assert recipient.text == provider.text
    assert len({recipient, provider}) == 2
    text = Gsrn.build("893123456", 1).text
    assert [type(key_of(ai, text)) for ai in ("8018", "8017")] == [Gsrn, GsrnProvider]


def test_an_item_piece_knows_its_trade_item() -> None:
    itip = Itip.parse("089360123456740203")
    assert (itip.gtin, itip.piece, itip.total) == (Gtin.parse("8936012345674"), 2, 3)
    assert itip.prefix.member_organisation == "GS1 Vietnam"


@pytest.mark.parametrize(
    ("kind", "text", "code", "start"),
    [
        (Grai, "18931234560126", ErrorCode.NOT_ZERO, 0),
        (Grai, "08931234560127", ErrorCode.INCORRECT_CHECK_DIGIT, 13),
        (Grai, "0893123456012", ErrorCode.AI_VALUE_IS_TOO_SHORT, 0),
        (Grai, "08931234560126" + "S" * 17, ErrorCode.AI_VALUE_IS_TOO_LONG, 30),
        (Giai, "89X1", ErrorCode.INVALID_GCP_PREFIX, 2),
        (Giai, "8931é", ErrorCode.INVALID_CSET82_CHARACTER, 4),
        (Cpid, "8931a", ErrorCode.INVALID_CSET39_CHARACTER, 4),
        (Gcn, "8931234567897A", ErrorCode.NON_DIGIT_CHARACTER, 13),
        (Itip, "089360123456740302", ErrorCode.PIECE_NUMBER_EXCEEDS_TOTAL, 14),
        (Itip, "089360123456740003", ErrorCode.ZERO_PIECE_NUMBER, 14),
        (Gsrn, "893123456000000011", ErrorCode.INCORRECT_CHECK_DIGIT, 17),
    ],
)
def test_a_wrong_key_is_refused_with_code_and_place(kind: type[Key], text: str, code: ErrorCode, start: int) -> None:
    with pytest.raises(Gs1Error) as caught:
        kind.parse(text)
    assert (caught.value.code, caught.value.start, caught.value.ai) == (code, start, kind.layout.ai)


@pytest.mark.parametrize("text", ["", "0123", "1234567890123", "12A"])
def test_a_component_serial_is_up_to_12_digits_without_leading_zero(text: str) -> None:
    with pytest.raises(Gs1Error):
        CpidSerial.parse(text)
    assert str(CpidSerial.parse("123456789012")) == "123456789012"


def test_an_element_tells_its_key_and_an_element_of_a_wrong_key_tells_none() -> None:
    message = parse("(8004)8931234567BED(10)A1", LENIENT)
    assert [element.key for element in message] == [Giai.parse("8931234567BED"), None]
    [wrong] = parse("(01)08936012345675", LENIENT)
    assert wrong.key is None


ZEROS: list[tuple[str, Key]] = [
    ("00", Sscc("0" * 18)),
    ("01", Gtin("0" * 14)),
    ("414", Gln("0" * 13)),
    ("8018", Gsrn("0" * 18)),
    ("8003", Grai("0" * 14)),
    ("8006", Itip("0" * 14 + "0101")),
]


@pytest.mark.parametrize(("ai", "key"), ZEROS)
def test_a_key_of_zeros_reads_with_a_warning_and_is_never_issued(ai: str, key: Key) -> None:
    with pytest.raises(Gs1Error, match="ALL_ZERO_KEY"):
        demand_issued(key)
    warnings = [problem for problem in parse(f"({ai}){key}", LENIENT).problems if problem.severity == "warning"]
    assert [(problem.code, problem.ai) for problem in warnings] == [(ErrorCode.ALL_ZERO_KEY, ai)]
    assert parse(f"({ai}){key}", ALONE).pairs == ((ai, key.text),)


@pytest.mark.parametrize(
    "text", ["0000000000000", "]E00000000000000", "https://id.gs1.org/01/00000000000000", "01" + "0" * 14]
)
def test_zeros_are_told_in_whatever_form_they_come(text: str) -> None:
    assert [problem.code for problem in parse(text, LENIENT).problems if problem.code is ErrorCode.ALL_ZERO_KEY] != []


def test_no_key_of_zeros_is_built() -> None:
    for build in (Gtin.build, Gln.build, Sscc.build, Gsrn.build, Gsin.build, Grai.build, Gdti.build, Gcn.build):
        with pytest.raises(Gs1Error, match="ALL_ZERO_KEY"):
            build("0000000", 0)
    with pytest.raises(Gs1Error, match="ALL_ZERO_KEY"):
        Gtin.complete("0000000")


@given(any_key)
def test_a_key_with_a_prefix_may_be_issued(key: Key) -> None:
    demand_issued(key)


def test_a_key_cannot_be_changed() -> None:
    key = Gmn.build("1987654", "Ad4X4bL5ttr2310c")
    with pytest.raises(AttributeError):
        key.text = "x"  # type: ignore[misc] # the very fault under test
