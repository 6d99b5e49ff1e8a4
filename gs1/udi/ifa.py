"""IFA packs: the PPN with its production data in an ISO/IEC 15434 envelope of format 06.

IFA PPN code specification, section 4 (data identifiers of ANSI MH10.8.2). A German pack under the Falsified Medicines
Directive carries either this or a GS1 message with an NTIN; `as_ifa` and `as_gs1` lead from one to the other.
"""

from __future__ import annotations

import re
from dataclasses import replace

from gs1.charsets import SET_82, first_outside
from gs1.check_digit import has_valid_check_digit
from gs1.codes import ErrorCode
from gs1.dates import read_date
from gs1.errors import Gs1Error
from gs1.udi.piece import Piece
from gs1.udi.pzn import PPN_PREFIX, Pzn, demand_ppn, is_valid_pzn, ppn_check_digits, ppn_of
from gs1.udi.stated_date import StatedDate
from gs1.udi.value import Issuer, Udi, demand_written, details_of

__all__ = ["as_gs1", "as_ifa", "build_ppn", "is_valid_pzn", "parse_ppn", "ppn_check_digits", "ppn_of"]

_HEAD = "[)>\x1e06\x1d"
_TAIL = "\x1e\x04"
_LONGEST = 20
_MOST_IN_A_SYMBOL = 3116
"""No Data Matrix holds more characters (ISO/IEC 16022, table 7)."""
_MOST_DIGITS = 8
_IDENTIFIER = r"[0-9]{0,3}[A-Z]"
_NAMED = {"8P": "gtin", "33L": "uri"}
_FIELDS = frozenset(("9N", "1T", "S", "D", "14D", "16D", "Q"))


def parse_ppn(data: str) -> Udi:
    """Read a pack with a PPN; a data identifier that has no place in a `Udi` is kept in its details by its own name.

    Raises `Gs1Error` for another envelope, wrong check digits, a wrong date, a data identifier told twice.

    >>> udi = parse_ppn("[)>\\x1e06\\x1d9N111537746644\\x1d1TLOT7\\x1dD271200\\x1dSS1\\x1e\\x04")
    >>> udi.di, udi.detail("pzn"), udi.batch, str(udi.expiry), udi.serial
    ('111537746644', '15377466', 'LOT7', '2027-12-31', 'S1')
    """
    told = _fields(data)
    if "9N" not in told:
        raise Gs1Error.of(ErrorCode.WRONG_LENGTH, data)
    ppn = told["9N"].text
    _demand_ppn_at(told["9N"])
    details = {_NAMED.get(name, name): piece.text for name, piece in told.items() if name not in _FIELDS}
    details["ppn"] = ppn
    if ppn.startswith(PPN_PREFIX):
        details["pzn"] = ppn[2:-2]
    if "8P" in told:
        _demand_gtin(told["8P"])
    return Udi(
        Issuer.IFA, ppn, _text(told.get("1T")), _text(told.get("S")), _expiry(told), _day(told.get("16D")),
        _count(told.get("Q")), details=details_of(details),
    )  # fmt: skip


def build_ppn(udi: Udi) -> str:
    """Write an IFA UDI as its envelope; `parse_ppn` gives the same value back.

    Raises `Gs1Error` for another issuer, and for a date that is less or more precise than a day.

    >>> build_ppn(Udi(Issuer.IFA, "111537746644", batch="LOT7"))
    '[)>\\x1e06\\x1d9N111537746644\\x1d1TLOT7\\x1e\\x04'
    """
    if udi.issuer is not Issuer.IFA:
        raise Gs1Error.of(ErrorCode.BAD_REQUEST, udi.di)
    demand_ppn(udi.di)
    identifiers = {name: identifier for identifier, name in _NAMED.items()}
    fields = [
        ("9N", udi.di), ("1T", udi.batch), *_written_expiry(udi.expiry), ("S", udi.serial),
        ("16D", _eight_digits(udi.manufactured)), ("Q", None if udi.quantity is None else str(udi.quantity)),
        *((identifiers.get(name, name), value) for name, value in udi.details if name not in ("ppn", "pzn")),
    ]  # fmt: skip
    text = _HEAD + "\x1d".join(f"{name}{value}" for name, value in fields if value is not None) + _TAIL
    demand_written(text, parse_ppn(text), udi)
    return text


def as_gs1(udi: Udi) -> Udi:
    """The same pack in GS1's words: the NTIN for the PPN; a GS1 UDI is given back as it is.

    Raises `Gs1Error` where the UDI holds no PZN.

    >>> as_gs1(Udi(Issuer.IFA, "111537746644", batch="LOT7")).di
    '04150153774665'
    """
    if udi.issuer is Issuer.GS1:
        return udi
    if udi.issuer is not Issuer.IFA:
        raise Gs1Error.of(ErrorCode.BAD_REQUEST, udi.di)
    pzn = Pzn.of_ppn(udi.di)
    others = {name: value for name, value in udi.details if name not in ("ppn", "pzn")}
    details = details_of(others | {"pzn": pzn.text})
    return replace(udi, issuer=Issuer.GS1, di=pzn.ntin, package_level=0, details=details)


def as_ifa(udi: Udi) -> Udi:
    """The same pack in IFA's words: the PPN for the NTIN; an IFA UDI is given back as it is.

    Raises `Gs1Error` where the UDI holds no PZN.

    >>> as_ifa(Udi(Issuer.GS1, "04150153774665", batch="LOT7")).di
    '111537746644'
    """
    if udi.issuer is Issuer.IFA:
        return udi
    if udi.issuer is not Issuer.GS1:
        raise Gs1Error.of(ErrorCode.BAD_REQUEST, udi.di)
    pzn = Pzn.of_ntin(udi.di)
    details = details_of(dict(udi.details) | {"ppn": pzn.ppn, "pzn": pzn.text})
    return replace(udi, issuer=Issuer.IFA, di=pzn.ppn, package_level=None, details=details)


def _fields(data: str) -> dict[str, Piece]:
    """The fields between the separators, each under its data identifier."""
    if not data.startswith(_HEAD) or not data.endswith(_TAIL) or len(data) < len(_HEAD) + len(_TAIL):
        raise Gs1Error.of(ErrorCode.NOT_GS1, data)
    if len(data) > _MOST_IN_A_SYMBOL:
        raise Gs1Error.of(ErrorCode.WRONG_LENGTH, data, _MOST_IN_A_SYMBOL)
    told: dict[str, Piece] = {}
    for field in Piece(data, len(_HEAD), len(data) - len(_TAIL)).split("\x1d"):
        match = re.match(_IDENTIFIER, field.text)
        if match is None:
            raise field.fault(ErrorCode.NOT_GS1)
        name, value = match[0], field.after(match.end())
        position = first_outside(value.text, SET_82)
        if position >= 0:
            raise value.after(position).first(1).fault(ErrorCode.INVALID_CSET82_CHARACTER)
        if value.start == value.end:
            raise field.fault(ErrorCode.AI_VALUE_IS_TOO_SHORT)
        if name in told:
            raise field.fault(ErrorCode.DUPLICATE_AI)
        told[name] = value
    return told


def _demand_ppn_at(piece: Piece) -> None:
    """Tell the fault of a PPN at its place in the whole envelope."""
    try:
        demand_ppn(piece.text)
    except Gs1Error as error:
        raise Gs1Error.of(error.code, piece.whole, piece.start + error.start, error.length) from error


def _text(piece: Piece | None) -> str | None:
    if piece is None:
        return None
    if len(piece.text) > _LONGEST:
        raise piece.after(_LONGEST).fault(ErrorCode.AI_VALUE_IS_TOO_LONG)
    return piece.text


def _count(piece: Piece | None) -> int | None:
    if piece is None:
        return None
    if len(piece.text) > _MOST_DIGITS:
        raise piece.after(_MOST_DIGITS).fault(ErrorCode.AI_VALUE_IS_TOO_LONG)
    return int(piece.digits(len(piece.text)))


def _demand_gtin(piece: Piece) -> None:
    text = piece.text
    if len(text) not in (8, 12, 13, 14):
        raise piece.fault(ErrorCode.WRONG_LENGTH)
    if not has_valid_check_digit(piece.digits(len(text))):
        raise piece.after(len(text) - 1).fault(ErrorCode.INCORRECT_CHECK_DIGIT)


def _expiry(told: dict[str, Piece]) -> StatedDate | None:
    """The day of `D`, else of `14D`; day 00 of `D` means the last of the month, as in AI (17)."""
    piece = told.get("D")
    if piece is None:
        return _day(told.get("14D"))
    text = piece.digits(6)
    day = read_date(text) if len(piece.text) == 6 else None
    if day is None:
        raise piece.fault(_six_digit_fault(piece, text))
    if "14D" in told and _day(told["14D"]) != StatedDate.of(day):
        raise told["14D"].fault(ErrorCode.INSTANCES_OF_AI_HAVE_DIFFERENT_VALUES)
    return StatedDate.of(day)


def _six_digit_fault(piece: Piece, text: str) -> ErrorCode:
    if len(piece.text) > 6:
        return ErrorCode.DATE_TOO_LONG
    return ErrorCode.ILLEGAL_DAY if 1 <= int(text[2:4]) <= 12 else ErrorCode.ILLEGAL_MONTH


def _day(piece: Piece | None) -> StatedDate | None:
    if piece is None:
        return None
    found = StatedDate(*piece.numbers(4, 2, 2))
    if len(piece.text) > 8:
        raise piece.fault(ErrorCode.DATE_TOO_LONG)
    return piece.dated(found)


def _written_expiry(expiry: StatedDate | None) -> list[tuple[str, str | None]]:
    """`D` where its two digits mean the year, else `14D`."""
    if expiry is None:
        return []
    eight = _eight_digits(expiry) or ""
    if read_date(eight[2:]) == expiry.first_day:
        return [("D", eight[2:])]
    return [("14D", eight)]


def _eight_digits(stated: StatedDate | None) -> str | None:
    if stated is None:
        return None
    if stated.day is None or stated.hour is not None:
        raise Gs1Error.of(ErrorCode.BAD_REQUEST, str(stated))
    return f"{stated.year:04}{stated.month:02}{stated.day:02}"
