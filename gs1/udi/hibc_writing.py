"""HIBC supplier labels written: primary, secondary and concatenated lines that `parse_hibc` gives back."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.udi.hibc import CENTURY, check_character, parse_hibc, parse_hibc_secondary
from gs1.udi.stated_date import StatedDate
from gs1.udi.value import Issuer, Udi, demand_written

_MOST = 99_999
_SHORT = 99


class DateForm(StrEnum):
    """How the expiry is written (HIBC SLS 2.6: expiration date flags); `BEST` keeps all that is known of it.

    >>> DateForm("5")
    <DateForm.YYJJJ: '5'>
    """

    BEST = ""
    MMDDYY = "2"
    YYMMDD = "3"
    YYMMDDHH = "4"
    YYJJJ = "5"
    YYJJJHH = "6"
    PLAIN_YYJJJ = "plain"
    """Five digits without a flag, then the batch."""
    YYYYMMDD = "14D"
    """As additional data: for the years that two digits cannot say."""


def build_hibc_primary(di: str) -> str:
    """The primary line of a device identifier: `+`, labeler, product, unit of measure, check character.

    Raises `Gs1Error` for an identifier that is none (HIBC SLS 2.6: primary data structure).

    >>> build_hibc_primary("A123BJC5D6E71")
    '+A123BJC5D6E71G'
    """
    line = _checked(f"+{di}")
    parse_hibc(line)
    return line


def build_hibc_secondary(udi: Udi, link: str, form: DateForm = DateForm.BEST) -> str:
    """The secondary line that follows the primary line whose check character is `link`.

    HIBC SLS 2.6: secondary data structure. Raises `Gs1Error` for a UDI without production identifiers, and for what
    the form of date cannot say.

    >>> build_hibc_secondary(Udi(Issuer.HIBCC, "A123BJC5D6E71", batch="LOT7"), "G")
    '+$LOT7G5'
    """
    written = _secondary(udi, form)
    if not written or len(link) != 1:
        raise Gs1Error.of(ErrorCode.BAD_REQUEST, written + link)
    line = _checked(f"+{written}{link}")
    told = parse_hibc_secondary(line)[1]
    demand_written(line, replace(udi, **told._asdict()), udi)
    return line


def build_hibc_lines(udi: Udi, form: DateForm = DateForm.BEST) -> tuple[str, ...]:
    """The primary line, and the secondary line linked to it where there is anything to say in one.

    >>> build_hibc_lines(Udi(Issuer.HIBCC, "A123BJC5D6E71", batch="LOT7"))
    ('+A123BJC5D6E71G', '+$LOT7G5')
    """
    primary = build_hibc_primary(_di_of(udi))
    if not _secondary(udi, form):
        return (primary,)
    return primary, build_hibc_secondary(udi, primary[-1], form)


def build_hibc(udi: Udi, form: DateForm = DateForm.BEST) -> str:
    """The one line that says all of a UDI (HIBC SLS 2.6: concatenated data structure).

    Raises `Gs1Error` for another issuer, a text too long or of other characters, and for what the form cannot say.

    >>> build_hibc(Udi(Issuer.HIBCC, "A123BJC5D6E71", batch="LOT7", expiry=StatedDate(2027, 12)))
    '+A123BJC5D6E71/$$1227LOT7C'
    """
    written = _secondary(udi, form)
    line = _checked(f"+{_di_of(udi)}/{written}" if written else f"+{_di_of(udi)}")
    demand_written(line, parse_hibc(line), udi)
    return line


def _di_of(udi: Udi) -> str:
    if udi.issuer is not Issuer.HIBCC:
        raise Gs1Error.of(ErrorCode.BAD_REQUEST, udi.di)
    return udi.di


def _checked(line: str) -> str:
    return line + check_character(line)


def _secondary(udi: Udi, form: DateForm) -> str:
    """All parts after the primary, each but the first with `/` before it."""
    stated = udi.expiry
    apart = stated is not None and (form is DateForm.YYYYMMDD or not CENTURY <= stated.year <= CENTURY + 99)
    head, left = _head(udi, "" if stated is None or apart else _date(stated, form), plain=form is DateForm.PLAIN_YYJJJ)
    parts = [
        head,
        f"S{udi.serial}" if udi.serial and udi.batch else "",
        f"16D{_eight_digits(udi.manufactured)}" if udi.manufactured else "",
        f"14D{_eight_digits(stated)}" if stated and apart else "",
        left,
    ]
    return "/".join(part for part in parts if part)


def _head(udi: Udi, dated: str, *, plain: bool) -> tuple[str, str]:
    """The first part with batch or serial number, date and quantity; and the quantity where it must stand alone."""
    is_serial = bool(udi.serial) and not udi.batch
    name = (udi.serial if is_serial else udi.batch) or ""
    quantity = _quantity(udi.quantity)
    apart = is_serial or (plain and bool(dated))
    left = f"Q{udi.quantity}" if quantity and apart else ""
    inside = "" if apart else quantity
    if plain and dated:
        return (dated + name, left) if not is_serial else (dated, f"S{name}" + (f"/{left}" if left else ""))
    sign = "+" if is_serial else ""
    if dated or inside:
        undated = "7" if name and not dated else ""
        return f"$${sign}{inside}{dated or undated}{name}", left
    return (f"${sign}{name}" if name else ""), left


def _quantity(count: int | None) -> str:
    if count is None:
        return ""
    if not 0 <= count <= _MOST:
        raise Gs1Error.of(ErrorCode.BAD_REQUEST, str(count))
    return f"8{count:02}" if count <= _SHORT else f"9{count:05}"


def _date(stated: StatedDate, form: DateForm) -> str:
    """The date with its flag; raises `Gs1Error` where the form would say more or less than is known."""
    chosen = _best(stated) if form is DateForm.BEST else form
    hourly = chosen in (DateForm.YYMMDDHH, DateForm.YYJJJHH)
    monthly = chosen is DateForm.BEST
    if (stated.day is None) != monthly or (stated.hour is None) == hourly or stated.minute is not None:
        raise Gs1Error.of(ErrorCode.BAD_REQUEST, str(stated))
    year, month, day = f"{stated.year % 100:02}", f"{stated.month:02}", f"{stated.day or 0:02}"
    hour = "" if stated.hour is None else f"{stated.hour:02}"
    julian = f"{year}{stated.day_number:03}"
    return {
        DateForm.BEST: month + year,
        DateForm.MMDDYY: f"2{month}{day}{year}",
        DateForm.YYMMDD: f"3{year}{month}{day}",
        DateForm.YYMMDDHH: f"4{year}{month}{day}{hour}",
        DateForm.YYJJJ: f"5{julian}",
        DateForm.YYJJJHH: f"6{julian}{hour}",
        DateForm.PLAIN_YYJJJ: julian,
    }[chosen]


def _best(stated: StatedDate) -> DateForm:
    if stated.day is None:
        return DateForm.BEST
    return DateForm.YYMMDD if stated.hour is None else DateForm.YYMMDDHH


def _eight_digits(stated: StatedDate) -> str:
    if stated.day is None or stated.hour is not None:
        raise Gs1Error.of(ErrorCode.BAD_REQUEST, str(stated))
    return f"{stated.year:04}{stated.month:02}{stated.day:02}"
