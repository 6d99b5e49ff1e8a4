"""Pack texts ("Hộp 10 vỉ x 10 viên") read into levels by a small grammar; what it does not cover stays text.

Several packs in one text give several readings: "Hộp 10 vỉ x 10 viên; Chai 200 viên", "Hộp 1 vỉ, 20 vỉ x 20 viên".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from registry.catalogue.code_lists import rows_of, spellings
from registry.catalogue.strengths import Quantity, read_number
from registry.text import fold, squeeze

MEASURES = {
    "ml": ("ml", 1),
    "l": ("ml", 1000),
    "lit": ("ml", 1000),
    "g": ("g", 1),
    "gam": ("g", 1),
    "gram": ("g", 1),
    "kg": ("g", 1000),
    "mg": ("mg", 1),
    "lieu": ("dose", 1),
}
"""Spelling (folded) -> the unit we keep contents in, and how many of it one is."""
DESCRIPTIONS = re.compile(
    r"\b(?:nhựa|thủy tinh|thuỷ tinh|nhôm ?- ?(?:nhôm|pvc)|alu ?[-/] ?(?:alu|pvc)|al/pvc|pvc ?[-/] ?(?:alu|al)|màu|pe|"
    r"hàn kín|kín|đóng sẵn|nạp sẵn|bơm sẵn thuốc|chứa sẵn thuốc|có thuốc|thuốc tiêm|nén bao phim|nén bao đường|"
    r"nén nhai|nén|nang cứng|nang mềm|nang|bao phim|bao đường|dung dịch tiêm|dung dịch thuốc|dung dịch|bột pha tiêm|"
    r"bột đông khô|(?<!bình )(?<!chai )(?<!lọ )xịt|chứa|gồm)\b",
    re.IGNORECASE,
)
"""Words that say how a container is made or what kind of dose it holds, and change no count."""
MATERIALS = re.compile(
    r"\((?:[^()\d]*\b(?:vỉ|nhôm|alu|al|pvc|thủy tinh|thuỷ tinh|nhựa|lọ|chai)\b[^()\d]*)\)", re.IGNORECASE
)
TIMES = re.compile(r"\s*(?:×|(?<=[\s\d])[xX](?=\s*\d)|(?<=\s)[xX](?=\s))\s*")
LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a pack: `count` of `unit` (a key of the list pack_units) stand in one of the level before."""

    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class PackReading:
    """A pack read with certainty: levels inwards, and what one innermost unit holds, where measured."""

    text: str
    levels: tuple[Level, ...]
    content: Quantity | None = None

    @property
    def base_unit(self) -> str:
        """The innermost unit that is counted."""
        return self.levels[-1].unit

    @property
    def base_count(self) -> int:
        """How many innermost units the whole pack holds."""
        return self.base_count_of(0)

    def base_count_of(self, level: int) -> int:
        """How many innermost units one container of the given level holds."""
        count = 1
        for inner in self.levels[level + 1 :]:
            count *= inner.count
        return count

    def path(self, level: int = 0) -> str:
        """The pack from `level` inwards as one key: "box/10 blister/10 tablet", the same for every spelling."""
        inner = [f"{one.count} {one.unit}" for one in self.levels[level + 1 :]]
        content = [self.content.text] if self.content else []
        return "/".join([self.levels[level].unit, *inner, *content])


@dataclass(frozen=True, slots=True)
class UnclearPack:
    """A pack text that the grammar does not cover, kept as it is, with the reason: "word", "number", "form", "kit"."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Unclear(Exception):
    reason: str


def parse_pack(text: str) -> PackReading | UnclearPack:
    """Read a text that describes one pack; several packs in it make it unclear."""
    readings = parse_packs(text)
    return readings[0] if len(readings) == 1 else UnclearPack(squeeze(text), "several")


@lru_cache(maxsize=8192)
def parse_packs(text: str) -> tuple[PackReading | UnclearPack, ...]:
    """Read every pack that `text` lists, in its order; a part that is not certain is told as an `UnclearPack`."""
    whole = re.sub(r";\s*(?=\d)", ", ", MATERIALS.sub(" ", squeeze(text)))
    found: list[PackReading | UnclearPack] = []
    for sentence in re.split(r";|\.(?=\s|$)|\bhoặc\b", whole):
        if sentence.strip(" ,."):
            found.extend(_read_sentence(squeeze(sentence).strip(" ,.")))
    return tuple(dict.fromkeys(found)) or (UnclearPack(whole, "form"),)


def _read_sentence(sentence: str) -> list[PackReading | UnclearPack]:
    """Read packs between commas; later ones may leave out what stands before ("Hộp 3 vỉ, 5 vỉ x 10 viên")."""
    parts = [part.strip() for part in re.split(r",(?!\d)\s*", sentence) if part.strip()]
    try:
        chains = [chain for chain in map(_chain, parts) if not _only_describes(chain)]
        if not chains:
            raise _Unclear("form")
        return list(_complete(chains, sentence))
    except _Unclear as unclear:
        return [UnclearPack(sentence, unclear.reason)]


@dataclass(frozen=True, slots=True)
class _Step:
    """One piece of a chain: a count with a unit, or with a measure; the count is None where none is written."""

    count: int | None
    unit: str | None
    content: Quantity | None = None


def _complete(chains: list[list[_Step]], text: str) -> list[PackReading]:
    """Give each chain what it left out: its head from the one before, its tail from the one after."""
    full: list[list[_Step]] = []
    for chain in chains:
        if _continues(full, chain):
            full[-1] = [*full[-1], *chain[1:]]
        else:
            full.append(chain if _begins_pack(chain) else _inherit(full[-1] if full else [], chain))
    for place in range(len(full) - 2, -1, -1):
        full[place] = _with_tail(full[place], full[place + 1], elliptical=not _begins_pack(chains[place + 1]))
    return [_reading(chain, text) for chain in full]


def _only_describes(chain: list[_Step]) -> bool:
    """ ", Viên nén bao phim" and ", ống thủy tinh" after a pack say nothing about its levels."""
    return len(chain) == 1 and chain[0].count is None and chain[0].content is None


def _continues(full: list[list[_Step]], chain: list[_Step]) -> bool:
    """ "Hộp 3 vỉ, vỉ 10 viên": the second part opens the unit that the first part ended with."""
    return (
        bool(full)
        and len(full[-1]) > 1
        and len(chain) > 1
        and chain[0].count is None
        and chain[0].unit == full[-1][-1].unit
    )


def _with_tail(chain: list[_Step], after: list[_Step], *, elliptical: bool) -> list[_Step]:
    """ "Hộp 3 vỉ" before "5 vỉ x 10 viên" shares its tail; so does "10 ống" before "20 ống x 5ml" in one list."""
    ends_alike = [place for place, step in enumerate(after) if step.unit is not None and step.unit == chain[-1].unit]
    shares = chain[-1].unit == "blister" or elliptical
    return [*chain, *after[ends_alike[-1] + 1 :]] if ends_alike and shares else chain


def _begins_pack(chain: list[_Step]) -> bool:
    return chain[0].count is None and chain[0].unit is not None


def _inherit(head: list[_Step], chain: list[_Step]) -> list[_Step]:
    """Put before `chain` what it left out: everything of `head` up to the same unit, or up to the same measure."""
    first = chain[0]
    for place, step in enumerate(head):
        same_unit = place > 0 and first.unit is not None and step.unit == first.unit
        same_measure = (
            first.content is not None and step.content is not None and step.content.unit == first.content.unit
        )
        if same_unit or same_measure:
            return [*head[:place], *chain]
    raise _Unclear("form")


def _reading(chain: list[_Step], text: str) -> PackReading:
    levels = []
    content = None
    for place, step in enumerate(chain):
        if step.unit is None:
            if place != len(chain) - 1 or step.content is None:
                raise _Unclear("form")
            content = step.content
            continue
        if place and step.count is None:
            raise _Unclear("form")
        levels.append(Level(step.unit, 1 if step.count is None else step.count))
    return _checked(PackReading(text, tuple(levels), content))


def _checked(reading: PackReading) -> PackReading:
    kinds = [_kinds()[level.unit] for level in reading.levels]
    order = [RANK[kind] for kind in kinds]
    if (
        order != sorted(order)
        or "piece" in kinds[:-1]
        or kinds[-1] == "inner"
        or (len(kinds) == 1 and kinds[0] == "piece")
    ):
        raise _Unclear("form")
    if kinds[-1] in {"outer", "box"} or (kinds[-1] == "piece" and reading.content):
        raise _Unclear("form")
    if len(reading.levels) == 1 and reading.content is None:
        raise _Unclear("form")
    if not 0 < reading.base_count <= LARGEST:
        raise _Unclear("number")
    return reading


RANK = {"outer": 0, "box": 1, "inner": 2, "vessel": 2, "piece": 3}


def _chain(part: str) -> list[_Step]:
    """Read "Hộp 10 vỉ x 10 viên" into its steps."""
    if re.search(r"\+|\bkèm\b|\bvà\b|[()]", part):
        raise _Unclear("kit")
    words = squeeze(DESCRIPTIONS.sub(" ", part.replace("/", " ")))
    steps: list[_Step] = []
    rest = squeeze(TIMES.sub(" x ", words))
    for piece in re.split(r"\sx\s", f" {rest} "):
        steps.extend(_steps(piece.strip()))
    if not steps:
        raise _Unclear("form")
    return steps


PIECE = re.compile(r"(?P<count>\d+(?:[.,]\d+)*)?\s*(?P<word>[^\W\d_]+(?:\s+[^\W\d_]+)*)?")


def _steps(piece: str) -> list[_Step]:
    found = [_step(one["count"], one["word"]) for one in PIECE.finditer(piece) if one["count"] or one["word"]]
    if not found or re.sub(r"[\d.,\s]|[^\W\d_]", "", piece):
        raise _Unclear("word")
    return found


def _step(count: str | None, word: str | None) -> _Step:
    if word is None:
        raise _Unclear("number")
    folded = fold(word)
    if folded in MEASURES and count:
        unit, times = MEASURES[folded]
        amount = read_number(count)
        if amount is None:
            raise _Unclear("number")
        return _Step(None, None, Quantity(amount * times, unit))
    unit_key = _units().get(folded)
    if unit_key is None:
        raise _Unclear("word")
    if count is not None and not count.isdigit():
        raise _Unclear("number")
    return _Step(int(count) if count else None, unit_key)


@cache
def _units() -> dict[str, str]:
    return {words: row["key"] for row in rows_of("pack_units") for words in spellings(row["words"])}


@cache
def _kinds() -> dict[str, str]:
    return {row["key"]: row["kind"] for row in rows_of("pack_units")}


def unit_kind(key: str) -> str:
    """Return the kind of a pack unit: outer, box, inner, vessel or piece; raise `KeyError` for an unknown key."""
    return _kinds()[key]


@cache
def _names() -> dict[str, tuple[str, str]]:
    return {row["key"]: (row["vi"], row["en"]) for row in rows_of("pack_units")}


def unit_name(key: str, language: str = "vi") -> str:
    """Return the word for a pack unit in Vietnamese ("vi") or English ("en"); raise `KeyError` for an unknown key."""
    return _names()[key][0 if language == "vi" else 1]
