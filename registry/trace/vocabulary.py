"""Words of the Core Business Vocabulary, and the one short form behind their three spellings."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

_LISTS = tomllib.loads((Path(__file__).parents[1] / "data" / "cbv.toml").read_text(encoding="utf-8"))
BUSINESS_STEPS: frozenset[str] = frozenset(_LISTS["business_steps"])
DISPOSITIONS: frozenset[str] = frozenset(_LISTS["dispositions"])
_STANDARD = re.compile(
    r"(?:urn:epcglobal:cbv:(?:bizstep|disp|btt|sdt|er):|https?://(?:ref\.)?(?:gs1\.org|ref\.gs1\.org)/cbv/"
    r"(?:BizStep|Disp|BTT|SDT|ER)-|cbv:(?:BizStep|Disp|BTT|SDT|ER)-)([A-Za-z_]+)"
)


@lru_cache(maxsize=4096)
def short(word: str) -> str:
    """Return the bare word of a CBV term in URN, web URI or prefixed form; any other text as it is."""
    match = _STANDARD.fullmatch(word)
    return match[1] if match else word


def is_uri(word: str) -> bool:
    """Say whether a word is a URI or a name with a prefix, as terms outside the vocabulary must be."""
    return ":" in word.strip(":")
