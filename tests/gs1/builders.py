"""Right values for tests, and strategies that make any of them."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from gs1 import Gln, Gtin, Message, Sscc, build
from gs1.charsets import ALPHABET_82
from gs1.dates import write_date

GS = "\x1d"
A_GTIN = "08936012345674"
A_PACK = f"01{A_GTIN}1727123110LOT7{GS}21S1"

digits = st.text("0123456789", min_size=1, max_size=12)
prefixes = st.text("0123456789", min_size=4, max_size=11).filter(lambda text: text.strip("0"))
twelves = st.integers(1, 10**12 - 1).map("{:012}".format)
"""Company prefix and reference together; all zeros were given to nobody."""
texts_20 = st.text(ALPHABET_82, min_size=1, max_size=20)
texts_30 = st.text(ALPHABET_82, min_size=1, max_size=30)
days = st.dates(date(2000, 1, 1), date(2049, 12, 31)).map(write_date)


@st.composite
def gtins(draw: st.DrawFn) -> Gtin:
    return Gtin.build(draw(twelves), "", draw(st.integers(0, 9)))


@st.composite
def glns(draw: st.DrawFn) -> Gln:
    return Gln.build(draw(twelves), "")


@st.composite
def ssccs(draw: st.DrawFn) -> Sscc:
    prefix, tail = draw(twelves), draw(st.integers(0, 9999))
    return Sscc.build(prefix, tail, draw(st.integers(0, 9)))


@st.composite
def pack_messages(draw: st.DrawFn) -> Message:
    """Messages as packs of medicine carry them, in any order of the elements."""
    pairs = [("01", draw(gtins()).text)]
    optional = {
        "17": days,
        "10": texts_20,
        "21": texts_20,
        "11": days,
        "240": texts_30,
        "710": texts_20,
        "99": texts_30,
    }
    pairs += [(ai, draw(optional[ai])) for ai in draw(st.lists(st.sampled_from(sorted(optional)), unique=True))]
    return build(draw(st.permutations(pairs)))
