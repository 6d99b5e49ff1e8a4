"""Patterns of identities (EPC Tag Data Standard section 8, `urn:epc:idpat:`; Digital Links that end in `/*`)."""

from __future__ import annotations

from dataclasses import dataclass

from registry.trace.query.values import identity

LINK = "https://id.gs1.org/"
KEYS = {"sgtin": "01", "lgtin": "01", "sscc": "00", "grai": "8003", "gdti": "253", "sgln": "414", "giai": "8004"}
LEADING = {"sgtin": 1, "lgtin": 1, "sscc": 1, "grai": 1, "gdti": 0, "sgln": 0, "giai": 0}
"""Characters before the company prefix: an indicator or extension digit, or the leading zero of a GRAI."""
GTIN = 14


@dataclass(frozen=True, slots=True)
class Pattern:
    """Identities that begin so and hold each of `pieces` at its place (counted from 1); `length` when all have one."""

    start: str
    pieces: tuple[tuple[int, str], ...] = ()
    length: int | None = None


def read_pattern(text: str, of_class: bool) -> Pattern | str | None:
    """Return a pattern, or the one identity that `text` stands for; None when it is a pattern that cannot be read."""
    if "*" not in text:
        return identity(text)
    if text.startswith(("http://", "https://")):
        return Pattern(_opened(text)) if text.endswith("/*") else None
    scheme, _, told = text.removeprefix("urn:epc:idpat:").partition(":")
    parts = told.split(".")
    if not text.startswith("urn:epc:idpat:") or scheme not in KEYS or parts[-1] != "*":
        return None
    start = f"{LINK}{KEYS[scheme]}/"
    if set(parts) == {"*"}:
        return Pattern(start)
    if scheme == "sgtin" and of_class:
        return identity(text) if "*" not in parts[:-1] else _prefixed(start, parts[0], ((1, ""),), len(start) + GTIN)
    if "*" in parts[:-1] or scheme == "sscc":
        return _by_company(scheme, start, parts[0])
    return Pattern(_of_serials(scheme, parts))


def _opened(link: str) -> str:
    """Return what stands before the star, in canonical form."""
    return identity(f"{link[:-1]}X").removesuffix("X")


def _of_serials(scheme: str, parts: list[str]) -> str:
    """Return the beginning that all serials or lots of one reference share."""
    body = ".".join(parts[:-1])
    if scheme in {"sgtin", "lgtin"}:
        return identity(f"urn:epc:idpat:sgtin:{body}.*") + ("/21/" if scheme == "sgtin" else "/10/")
    if scheme == "sgln":
        return identity(f"urn:epc:id:sgln:{body}.0")
    return identity(f"urn:epc:id:{scheme}:{body}.X").removesuffix("X")


def _by_company(scheme: str, start: str, company: str) -> Pattern:
    marks = {"sgtin": "/21/", "lgtin": "/10/"}
    tail = ((len(start) + GTIN + 1, marks[scheme]),) if scheme in marks else ()
    if not LEADING[scheme]:
        return Pattern(start + company)
    return _prefixed(start, company, tail, None)


def _prefixed(start: str, company: str, tail: tuple[tuple[int, str], ...], length: int | None) -> Pattern:
    return Pattern(start, ((len(start) + 2, company), *(piece for piece in tail if piece[1])), length)
