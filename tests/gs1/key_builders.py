"""Right keys of every kind for tests: a company prefix, a reference that fits, and what the kind has beside them."""

from __future__ import annotations

from hypothesis import strategies as st

from gs1 import Cpid, Gcn, Gdti, Giai, Ginc, Gln, Gmn, Grai, Gsin, Gsrn, GsrnProvider, Gtin, Itip, Key, Sscc
from gs1.charsets import ALPHABET_39, ALPHABET_82
from tests.gs1.builders import glns, gtins, ssccs

company_prefixes = st.integers(1, 10**8 - 1).map("8{:08}".format)


def numbers(kind: type[Gsrn | GsrnProvider | Gsin], room: int) -> st.SearchStrategy[Key]:
    return st.builds(kind.build, company_prefixes, st.integers(0, 10**room - 1))


def serialised(kind: type[Grai | Gdti | Gcn], alphabet: str, longest: int) -> st.SearchStrategy[Key]:
    return st.builds(kind.build, company_prefixes, st.integers(0, 999), st.text(alphabet, max_size=longest))


def texts(kind: type[Giai | Ginc | Cpid | Gmn], alphabet: str, longest: int) -> st.SearchStrategy[Key]:
    return st.builds(kind.build, company_prefixes, st.text(alphabet, max_size=longest - 9))


@st.composite
def itips(draw: st.DrawFn) -> Itip:
    total = draw(st.integers(1, 99))
    return Itip.build(draw(gtins()), draw(st.integers(1, total)), total)


EVERY_KIND: dict[type[Key], st.SearchStrategy[Key]] = {
    Gtin: gtins(),
    Gln: glns(),
    Sscc: ssccs(),
    Gsrn: numbers(Gsrn, 8),
    GsrnProvider: numbers(GsrnProvider, 8),
    Gsin: numbers(Gsin, 7),
    Grai: serialised(Grai, ALPHABET_82, 16),
    Gdti: serialised(Gdti, ALPHABET_82, 17),
    Gcn: serialised(Gcn, "0123456789", 12),
    Giai: texts(Giai, ALPHABET_82, 30),
    Ginc: texts(Ginc, ALPHABET_82, 30),
    Cpid: texts(Cpid, ALPHABET_39, 30),
    Gmn: texts(Gmn, ALPHABET_82, 23),
    Itip: itips(),
}
"""How to make any key of each kind."""
