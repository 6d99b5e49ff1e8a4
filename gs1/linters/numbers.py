"""Linters of numbers: check digit, company prefix, counts, zeros, positions, coordinates."""

from __future__ import annotations

from gs1.check_digit import digits_sum
from gs1.codes import ErrorCode
from gs1.linters.fault import GcpAnswer, GcpSource, LintFault, non_digit, whole

_GCP_SHORTEST = 4
_LATITUDE_GREATEST = 1_800_000_000
_LONGITUDE_GREATEST = 3_600_000_000


def csum(value: str) -> LintFault | None:
    """The last digit is the modulo 10 check digit of those before it.

    The GS1 Barcode Syntax Tests name it `csum`.

    >>> csum("8936012345674"), csum("8936012345675").code.value
    (None, 'INCORRECT_CHECK_DIGIT')
    """
    fault = non_digit(value)
    if fault is not None:
        return fault
    if not value:
        return whole(ErrorCode.TOO_SHORT_FOR_CHECK_DIGIT, value)
    if (digits_sum(value[:-1]) + int(value[-1])) % 10:
        return LintFault(ErrorCode.INCORRECT_CHECK_DIGIT, len(value) - 1, 1)
    return None


def gcppos1(value: str, source: GcpSource) -> LintFault | None:
    """The value begins with a company prefix.

    The GS1 Barcode Syntax Tests name it `gcppos1`.

    >>> from gs1.linters.fault import NoGcpSource
    >>> gcppos1("8936012345674", NoGcpSource()), gcppos1("89A6012345674", NoGcpSource()).code.value
    (None, 'INVALID_GCP_PREFIX')
    """
    return _gcp(value, 0, source)


def gcppos2(value: str, source: GcpSource) -> LintFault | None:
    """A company prefix begins at the second character.

    The GS1 Barcode Syntax Tests name it `gcppos2`.

    >>> from gs1.linters.fault import NoGcpSource
    >>> gcppos2("08936012345674", NoGcpSource()), gcppos2("089A6012345674", NoGcpSource()).code.value
    (None, 'INVALID_GCP_PREFIX')
    """
    return _gcp(value, 1, source)


def _gcp(value: str, skip: int, source: GcpSource) -> LintFault | None:
    digits = value[skip:]
    if len(digits) < _GCP_SHORTEST:
        return LintFault(ErrorCode.TOO_SHORT_FOR_GCP, min(skip, len(value)), len(digits))
    fault = non_digit(digits[:_GCP_SHORTEST])
    if fault is not None:
        return LintFault(ErrorCode.INVALID_GCP_PREFIX, skip + fault.start, 1)
    answer = source.look_up(digits)
    if answer is GcpAnswer.INVALID:
        return LintFault(ErrorCode.INVALID_GCP_PREFIX, skip, len(digits))
    if answer is GcpAnswer.OFFLINE:
        return LintFault(ErrorCode.GCP_DATASOURCE_OFFLINE, skip, len(digits))
    return None


def nonzero(value: str) -> LintFault | None:
    """Digits that are not all zero.

    The GS1 Barcode Syntax Tests name it `nonzero`.

    >>> nonzero("10"), nonzero("00").code.value
    (None, 'ILLEGAL_ZERO_VALUE')
    """
    fault = non_digit(value)
    if fault is None and not value.strip("0"):
        fault = whole(ErrorCode.ILLEGAL_ZERO_VALUE, value)
    return fault


def nozeroprefix(value: str) -> LintFault | None:
    """Digits without a leading zero, or the single zero.

    The GS1 Barcode Syntax Tests name it `nozeroprefix`.

    >>> nozeroprefix("10"), nozeroprefix("010").code.value
    (None, 'ILLEGAL_ZERO_PREFIX')
    """
    fault = non_digit(value)
    if fault is None and len(value) > 1 and value[0] == "0":
        fault = LintFault(ErrorCode.ILLEGAL_ZERO_PREFIX, 0, 1)
    return fault


def zero(value: str) -> LintFault | None:
    """Nothing but zeros.

    The GS1 Barcode Syntax Tests name it `zero`.

    >>> zero("00"), zero("01").code.value
    (None, 'NOT_ZERO')
    """
    return None if value and not value.strip("0") else whole(ErrorCode.NOT_ZERO, value)


def yesno(value: str) -> LintFault | None:
    """Either 0 or 1.

    The GS1 Barcode Syntax Tests name it `yesno`.

    >>> yesno("1"), yesno("2").code.value
    (None, 'NOT_ZERO_OR_ONE')
    """
    return None if value in ("0", "1") else whole(ErrorCode.NOT_ZERO_OR_ONE, value)


def winding(value: str) -> LintFault | None:
    """The winding direction of a roll: 0, 1 or 9.

    The GS1 Barcode Syntax Tests name it `winding`.

    >>> winding("9"), winding("2").code.value
    (None, 'INVALID_WINDING_DIRECTION')
    """
    return None if value in ("0", "1", "9") else whole(ErrorCode.INVALID_WINDING_DIRECTION, value)


def pieceoftotal(value: str) -> LintFault | None:
    """Two numbers of equal length: the piece and how many pieces there are.

    The GS1 Barcode Syntax Tests name it `pieceoftotal`.

    >>> pieceoftotal("0102"), pieceoftotal("0302").code.value
    (None, 'PIECE_NUMBER_EXCEEDS_TOTAL')
    """
    if not value or len(value) % 2:
        return whole(ErrorCode.INVALID_LENGTH_FOR_PIECE_OF_TOTAL, value)
    fault = non_digit(value)
    if fault is not None:
        return fault
    half = len(value) // 2
    piece, total = value[:half], value[half:]
    if not piece.strip("0"):
        return LintFault(ErrorCode.ZERO_PIECE_NUMBER, 0, half)
    if not total.strip("0"):
        return LintFault(ErrorCode.ZERO_TOTAL_PIECES, half, half)
    return whole(ErrorCode.PIECE_NUMBER_EXCEEDS_TOTAL, value) if piece > total else None


def posinseqslash(value: str) -> LintFault | None:
    """A position, a slash and the end of the sequence.

    The GS1 Barcode Syntax Tests name it `posinseqslash`.

    >>> posinseqslash("2/10"), posinseqslash("11/10").code.value
    (None, 'POSITION_EXCEEDS_END')
    """
    position, slash, end = value.partition("/")
    if not slash or not position or not end or non_digit(position + end) is not None:
        return whole(ErrorCode.POSITION_IN_SEQUENCE_MALFORMED, value)
    if position[0] == "0":
        return LintFault(ErrorCode.ILLEGAL_ZERO_PREFIX, 0, len(position))
    if end[0] == "0":
        return LintFault(ErrorCode.ILLEGAL_ZERO_PREFIX, len(position) + 1, len(end))
    if (len(position), position) > (len(end), end):
        return whole(ErrorCode.POSITION_EXCEEDS_END, value)
    return None


def latitude(value: str) -> LintFault | None:
    """Ten digits up to 180 degrees, counted from the south pole.

    The GS1 Barcode Syntax Tests name it `latitude`.

    >>> latitude("1089263000"), latitude("1800000001").code.value
    (None, 'INVALID_LATITUDE')
    """
    return _degrees(value, _LATITUDE_GREATEST, ErrorCode.LATITUDE_INVALID_LENGTH, ErrorCode.INVALID_LATITUDE)


def longitude(value: str) -> LintFault | None:
    """Ten digits up to 360 degrees.

    The GS1 Barcode Syntax Tests name it `longitude`.

    >>> longitude("2857723000"), longitude("3600000001").code.value
    (None, 'INVALID_LONGITUDE')
    """
    return _degrees(value, _LONGITUDE_GREATEST, ErrorCode.LONGITUDE_INVALID_LENGTH, ErrorCode.INVALID_LONGITUDE)


def _degrees(value: str, greatest: int, bad_length: ErrorCode, bad_value: ErrorCode) -> LintFault | None:
    if len(value) != 10:
        return whole(bad_length, value)
    fault = non_digit(value)
    if fault is None and int(value) > greatest:
        fault = whole(bad_value, value)
    return fault
