"""Identities in events: URN and Digital Link to one key, each text read once."""

from __future__ import annotations

from functools import lru_cache

from gs1 import ErrorCode, Gln, Gs1Error, Sscc
from gs1.epc import Identity, Pgln, Sgln, Sgtin, parse_identity
from registry.trace.stock import Unit

CACHE = 1 << 16
_LINK_PARTS = ("/00/", "/01/", "/414/", "/417/")


@lru_cache(maxsize=CACHE)
def identity(uri: str) -> Identity | None:
    """Return what `uri` names; None for identities that are not followed (assets, documents, foreign URIs).

    Raises `Gs1Error` when the text is an EPC URN or a Digital Link, and wrong.
    """
    if not uri.startswith("urn:epc:") and not (uri.startswith("http") and any(part in uri for part in _LINK_PARTS)):
        return None
    try:
        return parse_identity(uri)
    except Gs1Error as error:
        if error.code is ErrorCode.EPC_UNKNOWN_SCHEME:
            return None
        raise


def unit(uri: str) -> Unit | None:
    """Return the key of the pack or logistic unit that `uri` names; None for everything else. Raises `Gs1Error`."""
    named = identity(uri)
    if isinstance(named, Sgtin):
        return Unit(int(named.gtin.text), named.serial)
    return Unit(0, named.text) if isinstance(named, Sscc) else None


def place(uri: str) -> int | None:
    """Return the GLN of a place or party as an integer, without its extension; None for others. Raises `Gs1Error`."""
    named = identity(uri)
    return int(named.gln.text) if isinstance(named, Sgln | Pgln) else None


def gln_text(place_key: int) -> str:
    """Return the thirteen digits of a stored place."""
    return f"{place_key:013}"


def gln(place_key: int) -> Gln:
    """Return a stored place as a GLN."""
    return Gln.parse(gln_text(place_key))


def canonical(uri: str) -> str:
    """Return one text for one identity: the canonical Digital Link where it is known, else `uri` itself."""
    try:
        named = identity(uri)
    except Gs1Error:
        return uri
    if named is None:
        return uri
    return f"https://id.gs1.org/00/{named.text}" if isinstance(named, Sscc) else named.digital_link()
