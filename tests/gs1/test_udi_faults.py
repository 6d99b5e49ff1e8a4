"""A wrong UDI is refused at the place of its fault, any text is read or refused, and a long one quickly."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest

from gs1 import ErrorCode, Gs1Error
from gs1.udi.basic import BasicUdiDi, basic_udi_di
from gs1.udi.hibc import ALPHABET, check_character, parse_hibc, parse_hibc_secondary
from gs1.udi.hibc_writing import build_hibc, build_hibc_primary, build_hibc_secondary
from gs1.udi.iccbba import build_isbt128, check_value, parse_isbt128
from gs1.udi.ifa import as_gs1, as_ifa, build_ppn, parse_ppn
from gs1.udi.pzn import Pzn, ppn_of, pzn_check_digit
from gs1.udi.read import parse_udi
from gs1.udi.stated_date import StatedDate
from gs1.udi.value import Issuer, Udi
from gs1.udi.write import build_udi

HEAD = "[)>\x1e06\x1d9N111537746644"
TAIL = "\x1e\x04"
ISBT = "=/A9999XYZ1234W567"


def checked(body: str) -> str:
    return body + check_character(body)


@pytest.mark.parametrize(
    ("body", "code", "start", "length"),
    [
        ("+A123BJC5D6E7", ErrorCode.WRONG_LENGTH, None, None),
        ("+1123BJC5D6E71", ErrorCode.WRONG_LENGTH, 1, 13),
        ("+A123" + "X" * 20 + "1", ErrorCode.WRONG_LENGTH, 1, 25),
        ("+$LOT7", ErrorCode.NOT_GS1, 1, 5),
        ("+A123B1/$$1327LOT", ErrorCode.ILLEGAL_MONTH, 10, 4),
        ("+A123B1/$$3270230LOT", ErrorCode.ILLEGAL_DAY, 11, 6),
        ("+A123B1/27366LOT", ErrorCode.ILLEGAL_DAY, 8, 5),
        ("+A123B1/$$427123124", ErrorCode.ILLEGAL_HOUR, 11, 8),
        ("+A123B1/$$3271", ErrorCode.DATE_TOO_SHORT, 11, 3),
        ("+A123B1/$$2AB1227", ErrorCode.NON_DIGIT_CHARACTER, 11, 1),
        ("+A123B1/$LOT-7", ErrorCode.INVALID_CSET39_CHARACTER, 12, 1),
        ("+A123B1/$" + "X" * 19, ErrorCode.WRONG_LENGTH, 27, 1),
        ("+A123B1/XYZ", ErrorCode.NOT_GS1, 8, 3),
        ("+A123B1/$LOT/$LOT", ErrorCode.NOT_GS1, 13, 4),
        ("+A123B1/$LOT/16D20271301", ErrorCode.ILLEGAL_MONTH, 16, 8),
        ("+A123B1/$LOT/16D2027", ErrorCode.DATE_TOO_SHORT, 16, 4),
        ("+A123B1/$+S1/SS2", ErrorCode.INSTANCES_OF_AI_HAVE_DIFFERENT_VALUES, 14, 2),
        ("+A123B1/$$1227LOT/14D20271101", ErrorCode.INSTANCES_OF_AI_HAVE_DIFFERENT_VALUES, 21, 8),
        ("+A123B1/$$805/Q6", ErrorCode.INSTANCES_OF_AI_HAVE_DIFFERENT_VALUES, 15, 1),
        ("+A123B1/Q123456", ErrorCode.WRONG_LENGTH, 9, 6),
    ],
)
def test_a_fault_of_an_hibc_is_shown_where_it_stands(
    body: str, code: ErrorCode, start: int | None, length: int | None
) -> None:
    if start is None:
        assert parse_hibc(checked(body)).di == body[1:]
        return
    with pytest.raises(Gs1Error) as caught:
        parse_hibc(checked(body))
    assert (caught.value.code, caught.value.start, caught.value.length) == (code, start, length)
    assert caught.value.value == checked(body)


@pytest.mark.parametrize(
    ("data", "code", "start", "length"),
    [
        (HEAD, ErrorCode.NOT_GS1, 0, len(HEAD)),
        (HEAD[:-1] + "5" + TAIL, ErrorCode.INCORRECT_CHECK_DIGITS, 19, 2),
        ("[)>\x1e06\x1d1TLOT" + TAIL, ErrorCode.WRONG_LENGTH, 0, 14),
        (HEAD + "\x1dD271300" + TAIL, ErrorCode.ILLEGAL_MONTH, 23, 6),
        (HEAD + "\x1dD270230" + TAIL, ErrorCode.ILLEGAL_DAY, 23, 6),
        (HEAD + "\x1dD2702" + TAIL, ErrorCode.DATE_TOO_SHORT, 23, 4),
        (HEAD + "\x1d16D20271232" + TAIL, ErrorCode.ILLEGAL_DAY, 25, 8),
        (HEAD + "\x1d1TA\x1d1TB" + TAIL, ErrorCode.DUPLICATE_AI, 26, 3),
        (HEAD + "\x1d1T" + TAIL, ErrorCode.AI_VALUE_IS_TOO_SHORT, 22, 2),
        (HEAD + "\x1d1T" + "X" * 21 + TAIL, ErrorCode.AI_VALUE_IS_TOO_LONG, 44, 1),
        (HEAD + "\x1dSä" + TAIL, ErrorCode.INVALID_CSET82_CHARACTER, 23, 1),
        (HEAD + "\x1d8P04150153774662" + TAIL, ErrorCode.INCORRECT_CHECK_DIGIT, 37, 1),
        (HEAD + "\x1d-" + TAIL, ErrorCode.NOT_GS1, 22, 1),
    ],
)
def test_a_fault_of_an_ifa_pack_is_shown_where_it_stands(data: str, code: ErrorCode, start: int, length: int) -> None:
    with pytest.raises(Gs1Error) as caught:
        parse_ppn(data)
    assert (caught.value.code, caught.value.start, caught.value.length) == (code, start, length)


@pytest.mark.parametrize(
    ("data", "code", "start", "length"),
    [
        ("=+02000" + ISBT, ErrorCode.WRONG_LENGTH, 2, 2),
        ("=+01000=,123456", ErrorCode.WRONG_LENGTH, 0, 15),
        (ISBT[:-1], ErrorCode.WRONG_LENGTH, 2, 15),
        (ISBT + "=>014366", ErrorCode.ILLEGAL_DAY, 20, 6),
        (ISBT + "=>01A001", ErrorCode.NON_DIGIT_CHARACTER, 22, 1),
        (ISBT + "&>0140012460", ErrorCode.ILLEGAL_HOUR, 20, 10),
        (ISBT + "&>0140012360", ErrorCode.ILLEGAL_MINUTE, 20, 10),
        (ISBT + "=,12345a", ErrorCode.INVALID_CSET39_CHARACTER, 25, 1),
        (ISBT + "=X25161659486278", ErrorCode.INCORRECT_CHECK_CHARACTER, 32, 2),
        (ISBT + "=>014032=>014032", ErrorCode.DUPLICATE_AI, 26, 8),
        (ISBT + "#", ErrorCode.NOT_GS1, 18, 1),
        (ISBT + "=)1TE123456A", ErrorCode.WRONG_LENGTH, 0, 30),
    ],
)
def test_a_fault_of_an_isbt_message_is_shown_where_it_stands(
    data: str, code: ErrorCode, start: int, length: int
) -> None:
    with pytest.raises(Gs1Error) as caught:
        parse_isbt128(data)
    assert (caught.value.code, caught.value.start, caught.value.length) == (code, start, length)


def test_flag_characters_outside_60_to_96_carry_no_check() -> None:
    assert parse_isbt128(ISBT + "=X25161659486200").detail("flag_characters") == "00"
    assert parse_isbt128(ISBT + "=X2516165948620A").donation_id == "X251616594862"


def test_a_year_of_the_last_century_is_read_from_three_digits() -> None:
    assert str(parse_isbt128(ISBT + "=}998032").manufactured) == "1998-02-01"


def test_a_pzn_of_seven_digits_is_the_same_product_and_ten_is_never_issued() -> None:
    assert Pzn.parse("1234562") == Pzn.parse("PZN-01234562")
    with pytest.raises(Gs1Error, match="INCORRECT_CHECK_DIGIT"):
        pzn_check_digit("0000003")
    for wrong in ("15377465", "PZN15377465"):
        with pytest.raises(Gs1Error, match="INCORRECT_CHECK_DIGIT"):
            Pzn.parse(wrong)
    for wrong in ("04150153774662", "08936012345674"):
        with pytest.raises(Gs1Error):
            Pzn.of_ntin(wrong)


def test_a_basic_udi_di_is_built_verified_and_refused_by_name() -> None:
    built = BasicUdiDi.of_hibcc("A123", "MODEL7")
    assert basic_udi_di(built.text) == built
    assert BasicUdiDi.of_gs1("1987654", "Ad4X4bL5ttr2310c") == basic_udi_di("1987654Ad4X4bL5ttr2310c2K")
    for text, code in (
        (built.text[:-1] + "%", ErrorCode.INCORRECT_CHECK_CHARACTER),
        ("++A123", ErrorCode.WRONG_LENGTH),
        ("++A123" + "M" * 20, ErrorCode.WRONG_LENGTH),
        ("++A1-3MODEL", ErrorCode.INVALID_CSET39_CHARACTER),
        ("+A123MODEL7", ErrorCode.NOT_GS1),
        ("1987654Ad4X4bL5ttr2310c2L", ErrorCode.INCORRECT_CHECK_PAIR),
    ):
        with pytest.raises(Gs1Error) as caught:
            basic_udi_di(text)
        assert caught.value.code is code


@pytest.mark.parametrize(
    "write",
    [
        lambda: build_hibc(Udi(Issuer.IFA, "111537746644")),
        lambda: build_ppn(Udi(Issuer.HIBCC, "A123B1")),
        lambda: build_isbt128(Udi(Issuer.ICCBBA, ISBT, quantity=2)),
        lambda: build_udi(Udi(Issuer.GS1, "08936012345674")),
        lambda: build_hibc(Udi(Issuer.HIBCC, "A123B1", batch="lot")),
        lambda: build_hibc(Udi(Issuer.HIBCC, "A123B1", quantity=100_000)),
        lambda: build_hibc(Udi(Issuer.HIBCC, "A123B1", manufactured=StatedDate(2027, 12))),
        lambda: build_hibc_primary("A123B"),
        lambda: build_hibc_secondary(Udi(Issuer.HIBCC, "A123B1"), "G"),
        lambda: build_ppn(Udi(Issuer.IFA, "111537746644", expiry=StatedDate(2027, 12))),
        lambda: build_ppn(Udi(Issuer.IFA, "111537746644", batch="LOT\x1dSX")),
        lambda: build_isbt128(Udi(Issuer.ICCBBA, ISBT, batch="X" * 19)),
        lambda: build_isbt128(Udi(Issuer.ICCBBA, ISBT, serial="123456=>014032"), compound=False),
        lambda: build_hibc(Udi(Issuer.HIBCC, "A123B1", batch="LOT/S1")),
        lambda: build_hibc_secondary(Udi(Issuer.HIBCC, "A123B1", batch="LOT/S1"), "G"),
        lambda: as_gs1(Udi(Issuer.HIBCC, "A123B1")),
        lambda: as_ifa(Udi(Issuer.GS1, "08936012345674")),
        lambda: Udi(Issuer.IFA, "111537746644").pairs(),
        lambda: StatedDate.parse("2027-13"),
        lambda: check_value("X25"),
        parse_hibc,
        lambda: ppn_of("x"),
    ],
)
def test_what_no_carrier_can_say_is_not_written(write: Callable[[], object]) -> None:
    with pytest.raises(Gs1Error):
        write()


PARTS = (
    "+", "++", "A123B1", "/", "$", "$$", "$$+", "8", "9", "24", "1227", "271231", "14D", "16D20271231", "S", "Q", "=",
    "=+01000", "=/", "A9999XYZ1234W567", "=,", "=>", "014032", "&>", "=}", "&,1", "=)", "X25161659486277",
    "[)>\x1e06\x1d",
    "9N", "111537746644", "\x1d", "1T", "D", "\x1e\x04", "ä", "²", "\x00", " ", "-", "a",
)  # fmt: skip


READERS: tuple[Callable[[str], object], ...] = (
    parse_udi, parse_hibc_secondary, basic_udi_di, Pzn.parse, Pzn.of_ntin, StatedDate.parse,
)  # fmt: skip


def fault_of(reader: Callable[[str], object], data: str) -> Gs1Error | None:
    try:
        reader(data)
    except Gs1Error as error:
        return error
    return None


def refuse_or_read(count: int) -> int:
    """How many of `count` random texts in four dresses are read by some reader; each fault must lie in its text."""
    source = random.Random(20261124)
    read = 0
    for _ in range(count):
        text = "".join(source.choices(PARTS, k=source.randint(0, 12)))
        kept = "+A123B1/" + "".join(character for character in text if character in ALPHABET)
        for data in (text, kept + check_character(kept), ISBT + text, HEAD + "\x1d" + text + TAIL):
            faults = [fault_of(reader, data) for reader in READERS]
            read += faults.count(None)
            for fault in faults:
                assert fault is None or 0 <= fault.start <= fault.start + fault.length <= len(fault.value)
    return read


def test_five_thousand_random_texts_are_read_or_refused() -> None:
    assert refuse_or_read(1_250) > 100


@pytest.mark.slow
def test_two_hundred_thousand_random_texts_are_read_or_refused() -> None:
    assert refuse_or_read(50_000) > 5_000


@pytest.mark.parametrize(
    "data",
    [
        "+A123B1/$" + "X" * 8000, "+" + "/S1" * 2700, "=" * 8192, ISBT + "=>014032" * 1000,
        HEAD + "\x1d1TX" * 2000 + TAIL, HEAD + "".join(f"\x1d{n % 999}Z1" for n in range(1600)) + TAIL,
    ],
)  # fmt: skip
def test_eight_kilobytes_are_judged_within_a_few_milliseconds(data: str) -> None:
    text = checked(data) if data[0] == "+" else data
    best = float("inf")
    for _ in range(5):
        begun = time.process_time()
        with pytest.raises(Gs1Error):
            parse_udi(text)
        best = min(best, time.process_time() - begun)
    assert best < 0.005
