"""Zero suppression: the digits of a UPC-A as a UPC-E symbol prints them (GS1 General Specifications 5.2.2.4)."""

from __future__ import annotations

from gs1.check_digit import check_digit, first_non_digit
from gs1.codes import ErrorCode
from gs1.errors import Gs1Error

_LENGTHS = (6, 7, 8)
_SYSTEMS = "01"


def expand_upc_e(text: str) -> str:
    """Return the UPC-A of a UPC-E with 6 (no system digit), 7 (no check digit) or 8 digits.

    Raises `Gs1Error` for another length, a number system other than 0 and 1, or a wrong check digit.
    GS1 General Specifications 5.2.2.4.2.

    >>> expand_upc_e("04252614")
    '042100005264'
    """
    if first_non_digit(text) >= 0 or len(text) not in _LENGTHS:
        raise Gs1Error.of(ErrorCode.WRONG_LENGTH, text)
    whole = "0" + text if len(text) == 6 else text
    if whole[0] not in _SYSTEMS:
        raise Gs1Error.of(ErrorCode.BAD_REQUEST, text, 0, 1)
    eleven = _with_zeros(whole[0], whole[1:7])
    complete = eleven + check_digit(eleven)
    if len(text) == 8 and complete[-1] != text[-1]:
        raise Gs1Error.of(ErrorCode.INCORRECT_CHECK_DIGIT, text, 7, 1)
    return complete


def _with_zeros(system: str, body: str) -> str:
    last = body[5]
    if last in "012":
        return system + body[:2] + last + "0000" + body[2:5]
    if last == "3":
        return system + body[:3] + "00000" + body[3:5]
    if last == "4":
        return system + body[:4] + "00000" + body[4]
    return system + body[:5] + "0000" + last


def suppress_upc_a(text: str) -> str | None:
    """Return the UPC-E of a twelve-digit UPC-A, or None where its zeros stand elsewhere.

    GS1 General Specifications 5.2.2.4.1.

    >>> suppress_upc_a("042100005264")
    '04252614'
    """
    if len(text) != 12 or text[0] not in _SYSTEMS:
        return None
    system, maker, item, check = text[0], text[1:6], text[6:11], text[11]
    if maker[2:] in ("000", "100", "200") and item[:2] == "00":
        return system + maker[:2] + item[2:] + maker[2] + check
    if maker[3:] == "00" and item[:3] == "000":
        return system + maker[:3] + item[3:] + "3" + check
    if maker[4] == "0" and item[:4] == "0000":
        return system + maker[:4] + item[4] + "4" + check
    if item[:4] == "0000" and item[4] in "56789":
        return system + maker + item[4] + check
    return None
