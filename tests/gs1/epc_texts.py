"""Right EPC URNs of every scheme for tests, drawn by the grammar of the Tag Data Standard."""

from __future__ import annotations

from hypothesis import strategies as st

from gs1.charsets import ALPHABET_82
from gs1.epc_schemes import SCHEMES, escape_urn

NOT_GS1 = ("gid", "usdod", "adi", "bic", "imovn")
LAST = {
    "gid": "urn:epc:id:gid:95100000.12345.400",
    "usdod": "urn:epc:id:usdod:2S194.12345678901",
    "adi": "urn:epc:id:adi:2S194.12345678901.12345678901",
    "bic": "urn:epc:id:bic:CSQU3054383",
    "imovn": "urn:epc:id:imovn:9176187",
}
"""A published example of each scheme that is no GS1 key."""
LONGEST_LEFT = {
    "sgtin-198": "urn:epc:id:sgtin:0614141.812345",
    "sgln-195": "urn:epc:id:sgln:0614141.12345",
    "grai-170": "urn:epc:id:grai:0614141.12345",
    "gdti-174": "urn:epc:id:gdti:0614141.12345",
    "giai-202": "urn:epc:id:giai:0614141",
    "itip-212": "urn:epc:id:itip:0614141.812345.01.02",
}
"""For each coding of free text, a URN that lacks its serial number."""

_TEXT_LONGEST = {"sgtin": 20, "lgtin": 20, "upui": 28, "itip": 20, "sgln": 20, "grai": 16, "gdti": 17}
_ASSET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"
_CAGE = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def _number(bits: int) -> st.SearchStrategy[str]:
    return st.integers(0, 2**bits - 1).map(str)


def _texts(longest: int, alphabet: str = ALPHABET_82, shortest: int = 1) -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=shortest, max_size=longest).map(escape_urn)


@st.composite
def epcs(draw: st.DrawFn, name: str) -> str:
    """A URN of this scheme."""
    body = _FREE[name] if name in NOT_GS1 else _keyed(name)
    return f"urn:epc:{SCHEMES[name].kind}:{name}:{draw(body)}"


@st.composite
def _keyed(draw: st.DrawFn, name: str) -> str:
    scheme = SCHEMES[name]
    prefix = draw(st.text("0123456789", min_size=6, max_size=12))
    if not scheme.digits:
        room = min(24, 30 - len(prefix))
        reference = draw(_texts(room, _ASSET + "/#" if name == "cpi" else ALPHABET_82))
        return f"{prefix}.{reference}" + (f".{draw(st.integers(0, 10**12 - 1))}" if name == "cpi" else "")
    left = scheme.digits - len(prefix)
    parts = [prefix, draw(st.text("0123456789", min_size=left, max_size=left))]
    if name == "itip":
        total = draw(st.integers(1, 99))
        parts += [f"{draw(st.integers(1, total)):02}", f"{total:02}"]
    if name == "sgcn":
        parts.append(draw(st.text("0123456789", min_size=1, max_size=12)))
    if name in _TEXT_LONGEST:
        parts.append(draw(_texts(_TEXT_LONGEST[name])))
    return ".".join(parts)


_FREE = {
    "gid": st.tuples(_number(28), _number(24), _number(36)).map(".".join),
    "usdod": st.tuples(st.text(_CAGE, min_size=5, max_size=6), _number(36)).map(".".join),
    "adi": st.tuples(st.text(_CAGE, min_size=5, max_size=6), _texts(32, _ASSET + "/", 0), _texts(30, _ASSET + "/")).map(
        ".".join
    ),
    "bic": st.tuples(
        st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3),
        st.sampled_from("JUZ"),
        st.text("0123456789", min_size=7, max_size=7),
    ).map("".join),
    "imovn": st.text("0123456789", min_size=7, max_size=7),
}
