"""UDI carriers of the other agencies: published examples, every check verified, any text read or refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gs1 import ErrorCode, Gs1Error
from gs1.udi import hibc, iccbba, ifa
from gs1.udi.read import parse_udi
from gs1.udi.value import Issuer


def test_the_published_hibc_example_is_read() -> None:
    carrier = hibc.parse_hibc("+A123BJC5D6E71G")
    assert (carrier.di, carrier.detail("labeler"), carrier.detail("product")) == ("A123BJC5D6E71", "A123", "BJC5D6E7")


@pytest.mark.parametrize(
    ("secondary", "expiry", "batch", "serial", "quantity"),
    [
        ("$LOT7", None, "LOT7", None, None),
        ("$+S1", None, None, "S1", None),
        ("27365LOT7", "2027-12-31", "LOT7", None, None),
        ("$$1227LOT7", "2027-12", "LOT7", None, None),
        ("$$2123127LOT7", "2027-12-31", "LOT7", None, None),
        ("$$3271231LOT7", "2027-12-31", "LOT7", None, None),
        ("$$427123109LOT7", "2027-12-31T09", "LOT7", None, None),
        ("$$8243271231LOT7", "2027-12-31", "LOT7", None, 24),
        ("$$9001007LOT7", None, "LOT7", None, 100),
        ("$$+3271231S1", "2027-12-31", None, "S1", None),
    ],
)
def test_every_secondary_structure_is_read(
    secondary: str, expiry: str | None, batch: str | None, serial: str | None, quantity: int | None
) -> None:
    line = f"+A123BJC5D6E71/{secondary}"
    line += hibc.check_character(line)
    carrier = hibc.parse_hibc(line)
    told = None if carrier.expiry is None else str(carrier.expiry)
    assert (told, carrier.batch, carrier.serial, carrier.quantity) == (expiry, batch, serial, quantity)


@given(st.text("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", min_size=1, max_size=13))
def test_a_wrong_check_character_is_always_refused_and_a_special_one_is_kept(product: str) -> None:
    line = f"+A123{product}1"
    good = hibc.check_character(line)
    assert hibc.parse_hibc(line + good).di == f"A123{product}1"
    for wrong in set(hibc.ALPHABET) - {good}:
        with pytest.raises(Gs1Error) as caught:
            hibc.parse_hibc(line + wrong)
        assert caught.value.code is ErrorCode.INCORRECT_CHECK_CHARACTER


def test_a_secondary_line_of_another_primary_is_refused() -> None:
    primary, secondary = "+A123BJC5D6E71G", "+$LOT7H"
    with pytest.raises(Gs1Error, match="INCORRECT_CHECK_CHARACTER"):
        hibc.parse_hibc(primary, secondary + hibc.check_character(secondary))


def test_a_pzn_leads_to_its_ppn_and_a_pack_is_read() -> None:
    assert ifa.ppn_of("15377466") == "111537746644"
    carrier = ifa.parse_ppn("[)>\x1e06\x1d9N111537746644\x1d1TLOT7\x1dD271200\x1dSS1\x1e\x04")
    assert (carrier.detail("pzn"), carrier.batch, str(carrier.expiry), carrier.serial) == (
        "15377466",
        "LOT7",
        "2027-12-31",
        "S1",
    )
    assert not ifa.is_valid_pzn("01797400")


def test_a_donation_number_carries_its_check() -> None:
    assert (iccbba.check_value("X251616594862"), iccbba.check_character("X251616594862")) == (17, "H")
    assert iccbba.flag_characters("X251616594862") == "77"
    message = "=+03000=/A9999XYZ1234W567=,123456=X25161659486277"
    assert iccbba.parse_isbt128(message).detail("donation_identification_number") == "X251616594862"
    with pytest.raises(Gs1Error, match="INCORRECT_CHECK_CHARACTER"):
        iccbba.parse_isbt128(message[:-1] + "8")


@pytest.mark.parametrize("read", [hibc.parse_hibc, ifa.parse_ppn, iccbba.parse_isbt128])
@given(text=st.text(max_size=50))
def test_any_text_is_read_or_refused(read: Callable[[str], object], text: str) -> None:
    checked = "+A123B1/" + "".join(character for character in text.upper() if character in hibc.ALPHABET)
    for data in (text, checked + hibc.check_character(checked), "=+01000=" + text, f"[)>\x1e06\x1d9N{text}\x1e\x04"):
        try:
            carrier = read(data)
        except Gs1Error:
            continue
        assert carrier


@pytest.mark.parametrize(
    ("data", "issuer"),
    [
        ("+A123BJC5D6E71G", Issuer.HIBCC),
        ("=+03000=/A9999XYZ1234W567=,123456=X25161659486277", Issuer.ICCBBA),
        ("[)>\x1e06\x1d9N111537746644\x1e\x04", Issuer.IFA),
    ],
)
def test_a_carrier_tells_its_issuer_by_how_it_begins(data: str, issuer: Issuer) -> None:
    assert parse_udi(data).issuer is issuer
    with pytest.raises(Gs1Error, match="NOT_GS1"):
        parse_udi("0" + data)
