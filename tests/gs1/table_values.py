"""Strategies that draw a right value for any application identifier, from nothing but the table and its checks."""

from __future__ import annotations

from functools import reduce

from hypothesis import strategies as st

from gs1 import Message, ParseOptions, build, check_digit
from gs1.charsets import ALPHABET_39, ALPHABET_64, ALPHABET_82
from gs1.dictionary import STANDARD
from gs1.dictionary_rows import Component
from gs1.linters.lists import code_lists
from gs1.linters.text import check_pair

ALONE = ParseOptions(associations=False)
_ALPHABET = {"N": "0123456789", "X": ALPHABET_82, "Y": ALPHABET_39, "Z": ALPHABET_64}
_SIX = st.dates().map(lambda day: f"{day.year % 100:02}{day.month:02}{min(day.day, 28):02}")
_EIGHT = st.dates().map(lambda day: f"{day.year:04}{day.month:02}{min(day.day, 28):02}")


def _numbers(least: int, most: int, width: int) -> st.SearchStrategy[str]:
    return st.integers(least, most).map(f"{{:0{width}}}".format)


def _codes(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(code_lists()[name]))


def _with_iban_digits(body: str) -> str:
    digits = "".join(str(int(character, 36)) for character in f"{body}VN00")
    return f"VN{98 - int(digits) % 97:02}{body}"


def _pieces(width: int) -> st.SearchStrategy[str]:
    half = width // 2
    return st.tuples(st.integers(1, 10**half - 1), st.integers(1, 10**half - 1)).map(
        lambda two: f"{min(two):0{half}}{max(two):0{half}}"
    )


def _positions(longest: int) -> st.SearchStrategy[str]:
    most = 10 ** ((longest - 1) // 2) - 1
    return st.tuples(st.integers(1, most), st.integers(1, most)).map(lambda two: f"{min(two)}/{max(two)}")


_BY_CHECK: dict[str, st.SearchStrategy[str]] = {
    "yymmdd": _SIX,
    "yymmd0": _SIX.flatmap(lambda day: st.sampled_from([day, day[:4] + "00"])),
    "yyyymmdd": _EIGHT,
    "hhmi": st.times().map("{:%H%M}".format),
    "hh": _numbers(0, 23, 2),
    "mi": _numbers(0, 59, 2),
    "ss": _numbers(0, 59, 2),
    "iso3166": _codes("iso3166"),
    "iso3166999": st.one_of(_codes("iso3166"), st.just("999")),
    "iso3166alpha2": _codes("iso3166alpha2"),
    "iso4217": _codes("iso4217"),
    "iso5218": _codes("iso5218"),
    "mediatype": _codes("mediatype"),
    "packagetype": _codes("packagetype"),
    "yesno": st.sampled_from("01"),
    "winding": st.sampled_from("019"),
    "iban": st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=8, max_size=30).map(_with_iban_digits),
    "latitude": _numbers(0, 1_800_000_000, 10),
    "longitude": _numbers(0, 3_600_000_000, 10),
    "couponcode": st.sampled_from(["012345612345611110123", "0123456123456111101233991231"]),
    "couponposoffer": st.sampled_from(["001234561234560123456", "106543211234563123456789"]),
    "importeridx": st.sampled_from(ALPHABET_64),
}


def component_values(part: Component) -> st.SearchStrategy[str]:
    """Right values of one component."""
    for name in part.linters:
        if name in _BY_CHECK:
            return _BY_CHECK[name]
    if "pieceoftotal" in part.linters:
        return _pieces(part.longest)
    if "csumalpha" in part.linters:  # a company prefix, a letter, and the pair over all of it
        body = st.text(ALPHABET_82, max_size=part.longest - 7).map("8936A".__add__)
        return body.map(lambda value: value + check_pair(value))
    if "posinseqslash" in part.linters:
        return _positions(part.longest)
    if part.cset == "Z":  # padding would tie the length to a multiple of three
        return st.text(ALPHABET_64, min_size=part.shortest, max_size=part.longest)
    text = st.text(_ALPHABET[part.cset], min_size=part.shortest, max_size=part.longest)
    return reduce(_repaired, part.linters, text)


def _repaired(text: st.SearchStrategy[str], check: str) -> st.SearchStrategy[str]:
    """The drawn texts made to pass one more check; the order of the table's checks lets each keep the earlier."""
    if check == "csum":
        return text.map(lambda value: value[:-1] + check_digit(value[:-1]))
    if check in ("gcppos1", "gcppos2"):
        skip = int(check[-1]) - 1
        return text.map(lambda value: value[:skip] + "8936" + value[skip + 4 :]).map(_resummed)
    if check == "zero":
        return text.map(lambda value: "0" * len(value))
    if check == "nonzero":
        return text.map(lambda value: value[:-1] + "1")
    if check == "nozeroprefix":
        return text.map(lambda value: value.lstrip("0") or "0")
    if check == "hasnondigit":
        return text.map(lambda value: "A" + value[1:])
    if check == "hyphen":
        return text.map(lambda value: "-" * len(value))
    if check == "pcenc":
        return text.map(lambda value: value.replace("%", "."))
    raise AssertionError(check)


def _resummed(value: str) -> str:
    """The check digit anew, where the value is nothing but digits of a key with one."""
    return value[:-1] + check_digit(value[:-1]) if value.isdigit() and len(value) in (13, 14, 17, 18) else value


@st.composite
def values_of(draw: st.DrawFn, ai: str) -> str:
    """Right values of an AI, its optional parts there or not."""
    value = ""
    for part in STANDARD[ai].components:
        if part.optional and not draw(st.booleans()):
            break
        value += draw(component_values(part))
    return value


@st.composite
def messages(draw: st.DrawFn, least: int = 1, most: int = 6) -> Message:
    """Messages of any AIs; the rules between AIs are left out, since hardly any draw would keep them."""
    ais = draw(st.lists(st.sampled_from(sorted(STANDARD)), unique=True, min_size=least, max_size=most))
    return build([(ai, draw(values_of(ai))) for ai in ais], ALONE)
