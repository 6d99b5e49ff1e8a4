"""Every UDI that can be written is read back as it was: all forms of date, quantity, batch and serial number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gs1 import Gs1Error, build
from gs1.udi.hibc import ALPHABET, parse_hibc, parse_hibc_secondary
from gs1.udi.hibc_writing import DateForm, build_hibc, build_hibc_lines
from gs1.udi.iccbba import build_isbt128, flag_characters, parse_isbt128
from gs1.udi.ifa import as_gs1, as_ifa, build_ppn, parse_ppn
from gs1.udi.pzn import Pzn, is_valid_pzn
from gs1.udi.read import parse_udi
from gs1.udi.stated_date import StatedDate
from gs1.udi.value import Issuer, Udi, details_of
from gs1.udi.write import build_udi

CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(StatedDate.of)
MONTHS = DAYS.map(lambda day: replace(day, day=None))
HOURS = st.builds(lambda day, hour: replace(day, hour=hour), DAYS, st.integers(0, 23))
MINUTES = st.builds(lambda day, minute: replace(day, minute=minute), HOURS, st.integers(0, 59))
NAMES = st.none() | st.text(CAPITALS, min_size=1, max_size=18)
QUANTITIES = st.none() | st.integers(0, 99_999)
BATCHES_OF_18 = st.none() | st.text(CAPITALS, min_size=18, max_size=18)


def an_hibc(labeler: str = "A123", article: str = "BJC5D6E7", unit: int = 1) -> Udi:
    details = details_of({"labeler": labeler, "product": article, "unit_of_measure": str(unit)})
    return Udi(Issuer.HIBCC, f"{labeler}{article}{unit}", package_level=unit, details=details)


@given(
    st.builds(an_hibc, st.from_regex(r"[A-Z][A-Z0-9]{3}", fullmatch=True), st.text(CAPITALS, min_size=1, max_size=18),
              st.integers(0, 9)),
    st.tuples(NAMES, NAMES, st.none() | DAYS | MONTHS | HOURS, st.none() | DAYS, QUANTITIES),
)  # fmt: skip
def test_an_hibc_is_read_as_it_was_written(
    product_of: Udi, told: tuple[str | None, str | None, StatedDate | None, StatedDate | None, int | None]
) -> None:
    batch, serial, expiry, manufactured, quantity = told
    udi = replace(
        product_of, batch=batch, serial=serial, expiry=expiry, manufactured=manufactured, quantity=quantity
    )  # fmt: skip
    assert parse_hibc(build_hibc(udi)) == udi
    lines = build_hibc_lines(udi)
    assert parse_hibc(*lines) == udi
    if len(lines) == 2:
        link, production = parse_hibc_secondary(lines[1])
        assert (link, production.batch, production.quantity) == (lines[0][-1], batch, quantity)


DAY, HOUR, MONTH = StatedDate(2028, 2, 29), StatedDate(2028, 2, 29, 9), StatedDate(2028, 2)
FORMS = [
    (DateForm.BEST, None), (DateForm.BEST, MONTH), (DateForm.MMDDYY, DAY), (DateForm.YYMMDD, DAY),
    (DateForm.YYMMDDHH, HOUR), (DateForm.YYJJJ, DAY), (DateForm.YYJJJHH, HOUR), (DateForm.PLAIN_YYJJJ, DAY),
    (DateForm.YYYYMMDD, DAY), (DateForm.BEST, StatedDate(2128, 2, 29)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "expiry", "quantity", "batch", "serial"),
    [
        (form, expiry, quantity, batch, serial)
        for (form, expiry), quantity, batch, serial in product(
            FORMS, (None, 0, 7, 99, 100, 99_999), (None, "8", "LOT7"), (None, "2", "S1")
        )
    ],
)
def test_every_form_of_date_with_every_quantity_is_read_as_it_was_written(
    form: DateForm, expiry: StatedDate | None, quantity: int | None, batch: str | None, serial: str | None
) -> None:
    udi = replace(an_hibc(), expiry=expiry, quantity=quantity, batch=batch, serial=serial)
    assert parse_hibc(build_hibc(udi, form)) == udi
    assert parse_hibc(*build_hibc_lines(udi, form)) == udi


@pytest.mark.parametrize(
    ("form", "expiry"),
    [(DateForm.MMDDYY, MONTH), (DateForm.YYJJJ, HOUR), (DateForm.YYMMDDHH, DAY), (DateForm.YYYYMMDD, HOUR)],
)
def test_a_form_that_would_say_more_or_less_than_is_known_is_refused(form: DateForm, expiry: StatedDate) -> None:
    with pytest.raises(Gs1Error, match="BAD_REQUEST"):
        build_hibc(replace(an_hibc(), expiry=expiry, batch="LOT7"), form)


def test_every_special_check_character_is_met_and_read() -> None:
    met: set[str] = set()
    for first, second in product(CAPITALS, "039"):
        line = build_hibc(an_hibc(article=first + second))
        assert parse_hibc(line).detail("product") == first + second
        primary, secondary = build_hibc_lines(replace(an_hibc(article=first + second), batch="LOT7"))
        assert parse_hibc(primary, secondary).batch == "LOT7"
        met.add(line[-1])
    assert met == set(ALPHABET)


@given(
    st.from_regex(r"[A-NP-Z1-9][A-Z0-9]{4}[0-9]{8}", fullmatch=True),
    st.tuples(BATCHES_OF_18, st.none() | st.text(CAPITALS, min_size=6, max_size=6), st.none() | DAYS | MINUTES),
    st.booleans(),
)
def test_an_isbt_udi_is_read_as_it_was_written(
    number: str, told: tuple[str | None, str | None, StatedDate | None], compound: bool
) -> None:  # fmt: skip
    batch, serial, expiry = told
    details = {
        "ppic": "A9999XYZ1234W567", "donation_identification_number": number,
        "flag_characters": flag_characters(number),
    }  # fmt: skip
    details |= {} if serial is None else {"product_division": serial}
    details |= {"count": str(2 + sum(part is not None for part in told))} if compound else {}
    udi = Udi(
        Issuer.ICCBBA, "=/A9999XYZ1234W567", batch, serial, expiry, donation_id=number, details=details_of(details)
    )
    assert parse_isbt128(build_isbt128(udi, compound=compound)) == udi


def test_the_published_isbt_examples_are_read_and_written() -> None:
    """The examples of the list of UDI formats by issuing agency that the FDA publishes."""
    text = "=/A9999XYZ100T0944=,000025=A99971312345600=>014032=}013032&,1000000000000XYZ123"
    udi = parse_isbt128(text)
    assert (udi.di, udi.serial, udi.donation_id) == ("=/A9999XYZ100T0944", "000025", "A999713123456")
    assert (str(udi.expiry), str(udi.manufactured)) == ("2014-02-01", "2013-02-01")
    assert build_isbt128(udi, compound=False) == text
    blood_bag = parse_isbt128("=)1TE123456A&)RZ12345678")
    assert (blood_bag.di, blood_bag.batch) == ("=)1TE123456A", "RZ12345678")
    assert build_isbt128(blood_bag, compound=False) == "=)1TE123456A&)RZ12345678"


PZNS = st.integers(0, 9_999_999).map(
    lambda number: next(
        (f"{number:07}{digit}" for digit in range(10) if is_valid_pzn(f"{number:07}{digit}")), "15377466"
    )
)  # fmt: skip
SET_OF_IFA = st.none() | st.text(CAPITALS + "abcxyz-_.", min_size=1, max_size=20)


@given(PZNS, st.tuples(SET_OF_IFA, SET_OF_IFA, st.none() | DAYS, st.none() | DAYS, QUANTITIES))
def test_an_ifa_pack_is_read_as_it_was_written_and_says_the_same_in_words_of_gs1(
    number: str, told: tuple[str | None, str | None, StatedDate | None, StatedDate | None, int | None]
) -> None:
    pzn = Pzn.parse(number)
    assert (Pzn.of_ppn(pzn.ppn), Pzn.of_ntin(pzn.ntin)) == (pzn, pzn)
    udi = Udi(Issuer.IFA, pzn.ppn, *told, details=details_of({"ppn": pzn.ppn, "pzn": pzn.text}))
    assert parse_ppn(build_ppn(udi)) == udi
    assert as_ifa(as_gs1(udi)) == udi


def test_a_german_pack_gives_one_udi_from_either_of_its_codes() -> None:
    ifa = parse_ppn("[)>\x1e06\x1d9N111537746644\x1d1TLOT7\x1dD271200\x1dSS1\x1e\x04")
    gs1 = Udi.of_message(build([("01", "04150153774665"), ("17", "271200"), ("10", "LOT7"), ("21", "S1")]))
    assert as_ifa(gs1) == ifa
    assert as_gs1(ifa) == gs1
    assert as_gs1(gs1) == gs1


@given(
    st.tuples(st.none() | st.text(CAPITALS, min_size=1, max_size=20), st.text(CAPITALS, min_size=1, max_size=20)),
    st.none() | st.dates(date(2000, 1, 1), date(2070, 12, 31)).map(StatedDate.of),
)
def test_a_gs1_udi_is_read_from_the_message_it_writes(names: tuple[str, str], expiry: StatedDate | None) -> None:
    udi = Udi(
        Issuer.GS1, "08936012345674", *names, expiry, package_level=0, details=(("software_version", "1.2.3"),)
    )  # fmt: skip
    assert Udi.of_message(build(udi.pairs())) == udi


def test_all_that_a_device_message_says_is_in_its_udi() -> None:
    udi = Udi.of_message(
        build([
            ("01", "08936012345674"), ("11", "260131"), ("7003", "2712310930"), ("10", "LOT7"), ("8012", "1.2"),
            ("240", "REF9"),
        ])
    )  # fmt: skip
    assert (str(udi.manufactured), str(udi.expiry)) == ("2026-01-31", "2027-12-31T09:30")
    assert (udi.detail("software_version"), udi.detail("additional_id")) == ("1.2", "REF9")


def test_a_message_without_a_gtin_has_no_udi() -> None:
    with pytest.raises(Gs1Error, match="REQUIRED_AIS_NOT_SATISFIED"):
        Udi.of_message(build([("00", "106141412345678908")]))


@pytest.mark.parametrize(
    "data",
    ["+A123BJC5D6E71G", "=+03000=/A9999XYZ1234W567=,123456=X25161659486277", "[)>\x1e06\x1d9N111537746644\x1e\x04"],
)
def test_what_is_read_by_the_one_door_is_written_by_the_one_pen(data: str) -> None:
    assert build_udi(parse_udi(data)) == data
