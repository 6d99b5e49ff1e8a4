"""Quick acceptance of one element: a compiled pattern and the few checks that a pattern cannot make.

A matcher says yes or nothing. Where it says nothing the slow reader finds out why; both give the same verdict.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from gs1.dictionary_rows import Component
from gs1.linters import GCP_LINTERS, LINTERS, Linter, NoGcpSource

_CLASS = {"N": "[0-9]", "X": r"[!-\"%-?A-Z_a-z]", "Y": r"[#\-/0-9A-Z]", "Z": r"[\-0-9A-Z_a-z=]"}
_THIRTY_ONE = "(?:0[13578]|1[02])(?:[0-2][0-9]|3[01])"
_THIRTY = "(?:0[469]|11)(?:[0-2][0-9]|30)"
_FEBRUARY = "02(?:[01][0-9]|2[0-8])"
_DATE = f"(?:[0-9]{{2}}(?:{_THIRTY_ONE}|{_THIRTY}|{_FEBRUARY})|(?:[02468][048]|[13579][26])0229)"
_PATTERN_OF_LINTER = {"yymmd0": _DATE, "yymmdd": f"(?![0-9]{{4}}00){_DATE}"}
_NO_CHECK = frozenset(("yymmd0", "yymmdd"))
_SUM_LEFT = {length: (48 * (length + 2 * (length // 2))) % 10 for length in range(2, 31)}


class Matcher(NamedTuple):
    """The pattern's `match` for one element after its AI, and what else must hold of the value."""

    match: Callable[[str, int], re.Match[str] | None]
    accepts: Callable[[str], bool] | None


def make_matcher(
    components: Sequence[Component], own: Mapping[str, Linter], *, separated: bool, separator: str
) -> Matcher:
    """Compile the matcher for a value of these components, ended by a separator or the end of the text.

    `own` are the linters of a dictionary beside the official ones.
    """
    optional_end = ""
    pattern = ""
    for part in components:
        piece = _piece(part)
        if part.optional:
            pattern += f"(?:{piece}"
            optional_end += ")?"
        else:
            pattern += piece
    tail = f"(?:{re.escape(separator)}|\\Z)" if separated else f"{re.escape(separator)}?"
    return Matcher(re.compile(f"({pattern}{optional_end}){tail}").match, _accepts(components, own))


def _piece(part: Component) -> str:
    for name in part.linters:
        if name in _PATTERN_OF_LINTER:
            return _PATTERN_OF_LINTER[name]
    size = f"{{{part.longest}}}" if part.shortest == part.longest else f"{{{part.shortest},{part.longest}}}"
    return _CLASS[part.cset] + size


def _accepts(components: Sequence[Component], own: Mapping[str, Linter]) -> Callable[[str], bool] | None:
    checks: list[tuple[slice, Linter]] = []
    at = 0
    for part in components:
        names = [name for name in part.linters if name not in _NO_CHECK]
        if part.cset == "Z":
            names.append("cset64")
        checks += [(slice(at, at + part.longest), _plain(name, own)) for name in names if name != "gcppos2" or at]
        at += part.longest
    if not checks:
        return None
    only = components[0]
    if len(checks) == 1 and only.linters == ("csum", "gcppos2"):
        return accepts_even_sum if only.longest % 2 == 0 else None
    return lambda value: all(not value[where] or check(value[where]) is None for where, check in checks)


def accepts_even_sum(value: str) -> bool:
    """Whether an even number of digits (14 or 18) ends in its modulo 10 check digit.

    GS1 General Specifications, "Standard check digit calculations".

    >>> accepts_even_sum("08936012345674"), accepts_even_sum("08936012345675")
    (True, False)
    """
    codes = value.encode()
    return (3 * sum(codes[::2]) + sum(codes[1::2])) % 10 == _SUM_LEFT[len(codes)]


def _plain(name: str, own: Mapping[str, Linter]) -> Linter:
    return own.get(name) or LINTERS.get(name) or _without_source(name)


def _without_source(name: str) -> Linter:
    linter, source = GCP_LINTERS[name], NoGcpSource()
    return lambda value: linter(value, source)
