"""Linters of North American coupons: AI (8110) and, with a positive offer file, AI (8112)."""

from __future__ import annotations

from gs1.codes import ErrorCode
from gs1.linters.days import yymmdd
from gs1.linters.fault import GcpAnswer, GcpSource, LintFault, non_digit, whole

_OFFER_DIGITS = 6
_FAMILY_DIGITS = 3
_DATE_DIGITS = 6
_NO_GCP = "9"
_REFUSALS = {
    GcpAnswer.INVALID: ErrorCode.INVALID_GCP_PREFIX,
    GcpAnswer.OFFLINE: ErrorCode.GCP_DATASOURCE_OFFLINE,
}


class _Refused(Exception):
    def __init__(self, fault: LintFault) -> None:
        super().__init__(fault)
        self.fault = fault


class _Coupon:
    """A cursor over the digits; each step takes a field or refuses."""

    def __init__(self, value: str, source: GcpSource) -> None:
        self.value = value
        self.source = source
        self.at = 0
        self.prefixes: list[tuple[int, int]] = []

    def refuse(self, code: ErrorCode, start: int, length: int) -> _Refused:
        """The refusal of some digits; of the whole value where there are none."""
        return _Refused(LintFault(code, start, length) if length else whole(code, self.value))

    def take(self, size: int, code: ErrorCode) -> str:
        """The next `size` digits."""
        rest = len(self.value) - self.at
        if rest < size:
            raise self.refuse(code, self.at, rest)
        self.at += size
        return self.value[self.at - size : self.at]

    def choice(self, allowed: str, missing: ErrorCode, invalid: ErrorCode) -> str:
        """The next digit, one of `allowed`."""
        digit = self.take(1, missing)
        if digit not in allowed:
            raise self.refuse(invalid, self.at - 1, 1)
        return digit

    def company_prefix(self, size: int, code: ErrorCode) -> None:
        """A company prefix of `size` digits; the source is asked at the end of the coupon."""
        self.take(size, code)
        self.prefixes.append((self.at - size, size))

    def field(self, number: str) -> bool:
        """Whether the optional field with this number comes next; its number is then taken."""
        if self.value[self.at : self.at + 1] != number:
            return False
        self.at += 1
        return True

    def end(self) -> None:
        """Nothing may follow, and the source refuses none of the company prefixes; the last one is judged first.

        That is the order of the official linter. A coupon of a wrong form costs no look-up.
        """
        if self.at < len(self.value):
            raise self.refuse(ErrorCode.COUPON_EXCESS_DATA, self.at, len(self.value) - self.at)
        for start, size in reversed(self.prefixes):
            code = _REFUSALS.get(self.source.look_up(self.value[start : start + size]))
            if code is not None:
                raise self.refuse(code, start, size)


def couponcode(value: str, source: GcpSource) -> LintFault | None:
    """The data of a North American coupon (GS1 AI 8110 specification).

    The GS1 Barcode Syntax Tests name it `couponcode`.

    >>> from gs1.linters.fault import NoGcpSource
    >>> couponcode("012345612345611110123", NoGcpSource()), couponcode("0123456123456111101", NoGcpSource()).code.value
    (None, 'COUPON_TRUNCATED_1ST_PURCHASE_FAMILY_CODE')
    """
    fault = non_digit(value)
    if fault is not None:
        return fault
    try:
        _read_coupon(_Coupon(value, source))
    except _Refused as refused:
        return refused.fault
    return None


def couponposoffer(value: str, source: GcpSource) -> LintFault | None:
    """The data of a North American positive offer coupon (GS1 AI 8112 specification).

    The GS1 Barcode Syntax Tests name it `couponposoffer`.

    >>> from gs1.linters.fault import NoGcpSource
    >>> couponposoffer("001234561234560123456", NoGcpSource()) is None
    True
    >>> couponposoffer("0012345612345601", NoGcpSource()).code.value
    'COUPON_TRUNCATED_SERIAL_NUMBER'
    """
    fault = non_digit(value)
    if fault is not None:
        return fault
    try:
        coupon = _Coupon(value, source)
        coupon.choice("01", ErrorCode.COUPON_MISSING_FORMAT_CODE, ErrorCode.COUPON_INVALID_FORMAT_CODE)
        size = coupon.choice("0123456", ErrorCode.COUPON_MISSING_FUNDER_VLI, ErrorCode.COUPON_INVALID_FUNDER_LENGTH)
        coupon.company_prefix(int(size) + 6, ErrorCode.COUPON_TRUNCATED_FUNDER)
        coupon.take(_OFFER_DIGITS, ErrorCode.COUPON_TRUNCATED_OFFER_CODE)
        _read_serial(coupon)
        coupon.end()
    except _Refused as refused:
        return refused.fault
    return None


def _read_coupon(coupon: _Coupon) -> None:
    size = coupon.choice("0123456", ErrorCode.COUPON_MISSING_GCP_VLI, ErrorCode.COUPON_INVALID_GCP_LENGTH)
    coupon.company_prefix(int(size) + 6, ErrorCode.COUPON_TRUNCATED_GCP)
    coupon.take(_OFFER_DIGITS, ErrorCode.COUPON_TRUNCATED_OFFER_CODE)
    size = coupon.choice("12345", ErrorCode.COUPON_MISSING_SAVE_VALUE_VLI, ErrorCode.COUPON_INVALID_SAVE_VALUE_LENGTH)
    coupon.take(int(size), ErrorCode.COUPON_TRUNCATED_SAVE_VALUE)
    _read_purchase(coupon, "1ST")
    if coupon.field("1"):
        coupon.choice(
            "0123",
            ErrorCode.COUPON_MISSING_ADDITIONAL_PURCHASE_RULES_CODE,
            ErrorCode.COUPON_INVALID_ADDITIONAL_PURCHASE_RULES_CODE,
        )
        _read_purchase(coupon, "2ND")
        _read_purchase_prefix(coupon, "2ND")
    if coupon.field("2"):
        _read_purchase(coupon, "3RD")
        _read_purchase_prefix(coupon, "3RD")
    _read_dates(coupon)
    if coupon.field("5"):
        _read_serial(coupon)
    if coupon.field("6"):
        size = coupon.choice(
            "1234567",
            ErrorCode.COUPON_MISSING_RETAILER_GCP_OR_GLN_VLI,
            ErrorCode.COUPON_INVALID_RETAILER_GCP_OR_GLN_LENGTH,
        )
        coupon.company_prefix(int(size) + 6, ErrorCode.COUPON_TRUNCATED_RETAILER_GCP_OR_GLN)
    if coupon.field("9"):
        _read_save_value_rules(coupon)
    coupon.end()


def _read_purchase(coupon: _Coupon, which: str) -> None:
    size = coupon.choice(
        "12345",
        ErrorCode[f"COUPON_MISSING_{which}_PURCHASE_REQUIREMENT_VLI"],
        ErrorCode[f"COUPON_INVALID_{which}_PURCHASE_REQUIREMENT_LENGTH"],
    )
    coupon.take(int(size), ErrorCode[f"COUPON_TRUNCATED_{which}_PURCHASE_REQUIREMENT"])
    coupon.choice(
        "012349",
        ErrorCode[f"COUPON_MISSING_{which}_PURCHASE_REQUIREMENT_CODE"],
        ErrorCode[f"COUPON_INVALID_{which}_PURCHASE_REQUIREMENT_CODE"],
    )
    coupon.take(_FAMILY_DIGITS, ErrorCode[f"COUPON_TRUNCATED_{which}_PURCHASE_FAMILY_CODE"])


def _read_purchase_prefix(coupon: _Coupon, which: str) -> None:
    size = coupon.choice(
        "01234569",
        ErrorCode[f"COUPON_MISSING_{which}_PURCHASE_GCP_VLI"],
        ErrorCode[f"COUPON_INVALID_{which}_PURCHASE_GCP_LENGTH"],
    )
    if size != _NO_GCP:
        coupon.company_prefix(int(size) + 6, ErrorCode[f"COUPON_TRUNCATED_{which}_PURCHASE_GCP"])


def _read_dates(coupon: _Coupon) -> None:
    first = coupon.at
    expiry = start = ""
    if coupon.field("3"):
        expiry = coupon.take(_DATE_DIGITS, ErrorCode.COUPON_TOO_SHORT_FOR_EXPIRATION_DATE)
        if yymmdd(expiry) is not None:
            raise coupon.refuse(ErrorCode.COUPON_INVALID_EXIPIRATION_DATE, coupon.at - _DATE_DIGITS, _DATE_DIGITS)
    if coupon.field("4"):
        start = coupon.take(_DATE_DIGITS, ErrorCode.COUPON_TOO_SHORT_FOR_START_DATE)
        if yymmdd(start) is not None:
            raise coupon.refuse(ErrorCode.COUPON_INVALID_START_DATE, coupon.at - _DATE_DIGITS, _DATE_DIGITS)
    if expiry and start and expiry < start:
        raise coupon.refuse(ErrorCode.COUPON_EXPIRATION_BEFORE_START, first, coupon.at - first)


def _read_serial(coupon: _Coupon) -> None:
    size = coupon.take(1, ErrorCode.COUPON_MISSING_SERIAL_NUMBER_VLI)
    coupon.take(int(size) + 6, ErrorCode.COUPON_TRUNCATED_SERIAL_NUMBER)


def _read_save_value_rules(coupon: _Coupon) -> None:
    coupon.choice("01256", ErrorCode.COUPON_MISSING_SAVE_VALUE_CODE, ErrorCode.COUPON_INVALID_SAVE_VALUE_CODE)
    coupon.choice(
        "012",
        ErrorCode.COUPON_MISSING_SAVE_VALUE_APPLIES_TO_ITEM,
        ErrorCode.COUPON_INVALID_SAVE_VALUE_APPLIES_TO_ITEM,
    )
    coupon.take(1, ErrorCode.COUPON_MISSING_STORE_COUPON_FLAG)
    coupon.choice("01", ErrorCode.COUPON_MISSING_DONT_MULTIPLY_FLAG, ErrorCode.COUPON_INVALID_DONT_MULTIPLY_FLAG)
