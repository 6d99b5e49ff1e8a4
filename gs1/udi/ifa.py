"""IFA codes: the German PZN, and the PPN in its ISO/IEC 15434 envelope (IFA specification 2.x)."""

from __future__ import annotations

from gs1.codes import ErrorCode
from gs1.dates import read_date
from gs1.errors import Gs1Error
from gs1.udi.carrier import Issuer, UdiCarrier

_HEAD = "[)>\x1e06\x1d"
_TAIL = "\x1e\x04"
_PZN_DIGITS = 8
_PREFIX = "11"


def is_valid_pzn(pzn: str) -> bool:
    """Whether the last of the eight digits is the modulo 11 check digit; a result of 10 is never issued."""
    if len(pzn) != _PZN_DIGITS or not (pzn.isascii() and pzn.isdigit()):
        return False
    total = sum(weight * int(digit) for weight, digit in enumerate(pzn[:7], 1)) % 11
    return total == int(pzn[7])


def ppn_check_digits(payload: str) -> str:
    """The two check digits of a PPN: ASCII values by weights from 2 on, modulo 97."""
    return f"{sum(weight * ord(character) for weight, character in enumerate(payload, 2)) % 97:02}"


def ppn_of(pzn: str) -> str:
    """The PPN of a PZN; raises `Gs1Error` for a wrong PZN."""
    if not is_valid_pzn(pzn):
        raise Gs1Error.of(ErrorCode.INCORRECT_CHECK_DIGIT, pzn, len(pzn) - 1)
    payload = _PREFIX + pzn
    return payload + ppn_check_digits(payload)


def parse_ppn(data: str) -> UdiCarrier:
    """Read a pack with a PPN; raises `Gs1Error` for another envelope, wrong check digits or a wrong date."""
    if not data.startswith(_HEAD) or not data.endswith(_TAIL):
        raise Gs1Error.of(ErrorCode.NOT_GS1, data)
    told: dict[str, str] = {}
    for field in data[len(_HEAD) : -len(_TAIL)].split("\x1d"):
        name = next((name for name in ("9N", "1T", "S", "D") if field.startswith(name)), None)
        if name is None:
            raise Gs1Error.of(ErrorCode.NOT_GS1, field)
        told[name] = field[len(name) :]
    ppn = told.get("9N", "")
    if len(ppn) < 5 or ppn_check_digits(ppn[:-2]) != ppn[-2:]:
        raise Gs1Error.of(ErrorCode.INCORRECT_CHECK_DIGITS, ppn, max(0, len(ppn) - 2))
    expiry = read_date(told["D"]) if "D" in told else None
    if "D" in told and expiry is None:
        raise Gs1Error.of(ErrorCode.ILLEGAL_DAY, told["D"])
    details = (("ppn", ppn), ("pzn", ppn[2:-2])) if ppn.startswith(_PREFIX) else (("ppn", ppn),)
    return UdiCarrier(
        Issuer.IFA, ppn, told.get("1T"), told.get("S"), expiry.isoformat() if expiry else None, details=details
    )
