"""The checks of one component value, by the official names of the GS1 Barcode Syntax Tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from gs1.linters import coupons, days, lists, numbers, text
from gs1.linters.fault import GcpAnswer, GcpSource, LintFault, NoGcpSource

__all__ = [
    "CSET_LINTER",
    "GCP_LINTERS",
    "LINTERS",
    "GcpAnswer",
    "GcpSource",
    "LintFault",
    "Linter",
    "NoGcpSource",
    "is_linter",
    "lint",
]

Linter = Callable[[str], LintFault | None]
"""What a linter is: it takes the value of a component and returns its first fault or None."""

LINTERS: Mapping[str, Linter] = MappingProxyType(
    {
        "cset39": text.cset39,
        "cset64": text.cset64,
        "cset82": text.cset82,
        "csetnumeric": text.csetnumeric,
        "csum": numbers.csum,
        "csumalpha": text.csumalpha,
        "hasnondigit": text.hasnondigit,
        "hh": days.hh,
        "hhmi": days.hhmi,
        "hyphen": text.hyphen,
        "iban": lists.iban,
        "importeridx": text.importeridx,
        "iso3166": lists.iso3166,
        "iso3166999": lists.iso3166999,
        "iso3166alpha2": lists.iso3166alpha2,
        "iso4217": lists.iso4217,
        "iso5218": lists.iso5218,
        "latitude": numbers.latitude,
        "longitude": numbers.longitude,
        "mediatype": lists.mediatype,
        "mi": days.mi,
        "nonzero": numbers.nonzero,
        "nozeroprefix": numbers.nozeroprefix,
        "packagetype": lists.packagetype,
        "pcenc": text.pcenc,
        "pieceoftotal": numbers.pieceoftotal,
        "posinseqslash": numbers.posinseqslash,
        "ss": days.ss,
        "winding": numbers.winding,
        "yesno": numbers.yesno,
        "yymmd0": days.yymmd0,
        "yymmdd": days.yymmdd,
        "yyyymmd0": days.yyyymmd0,
        "yyyymmdd": days.yyyymmdd,
        "zero": numbers.zero,
    }
)
"""The linters that need nothing but the value."""

GCP_LINTERS: Mapping[str, Callable[[str, GcpSource], LintFault | None]] = MappingProxyType(
    {
        "couponcode": coupons.couponcode,
        "couponposoffer": coupons.couponposoffer,
        "gcppos1": numbers.gcppos1,
        "gcppos2": numbers.gcppos2,
    }
)
"""The linters that may ask a source of company prefixes."""

CSET_LINTER: Mapping[str, Linter] = MappingProxyType(
    {
        "N": text.csetnumeric,
        "X": text.cset82,
        "Y": text.cset39,
        "Z": text.cset64,
    }
)
"""The linter of each component type."""

_NO_SOURCE = NoGcpSource()


def is_linter(name: str) -> bool:
    """Whether the GS1 Barcode Syntax Tests know a linter of this name.

    >>> is_linter("csum"), is_linter("decimal")
    (True, False)
    """
    return name in LINTERS or name in GCP_LINTERS


def lint(name: str, value: str, source: GcpSource = _NO_SOURCE) -> LintFault | None:
    """Return the fault that the linter `name` finds in `value`, or None (GS1 Barcode Syntax Tests).

    Raises `KeyError` for a name that `is_linter` denies.

    >>> lint("csum", "08936012345674") is None
    True
    >>> lint("csum", "08936012345670")
    LintFault(code=<ErrorCode.INCORRECT_CHECK_DIGIT: 'INCORRECT_CHECK_DIGIT'>, start=13, length=1)
    """
    plain = LINTERS.get(name)
    return plain(value) if plain is not None else GCP_LINTERS[name](value, source)
