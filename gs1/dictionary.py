"""The table of application identifiers: what each AI is called, how its value is made, what it may stand with.

The facts are in `data/application_identifiers.tsv`, in a format of our own (see `data/SOURCE.md`). A newer table,
ours or the official Syntax Dictionary, can be loaded at run time with `SyntaxDictionary.load`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from os import PathLike

from gs1.codes import ErrorCode
from gs1.dictionary_rows import Component, Row, read_rows
from gs1.errors import Gs1Error
from gs1.matchers import Matcher, make_matcher
from gs1.tables import read_text, table_path

GS = "\x1d"
"""The separator a reader sends for FNC1 inside a message."""
DEFAULT_TABLE = table_path("application_identifiers.tsv")

# Value lengths that GS1 fixed for ever by the first two digits (GS1 General Specifications 7.8.5, figure 7.8.5-2).
PREDEFINED_VALUE_LENGTH = {
    "00": 18, "01": 14, "02": 14, "03": 14, "04": 16, "11": 6, "12": 6, "13": 6, "14": 6, "15": 6, "16": 6, "17": 6,
    "18": 6, "19": 6, "20": 2, "31": 6, "32": 6, "33": 6, "34": 6, "35": 6, "36": 6, "41": 13,
}  # fmt: skip
UNKNOWN_VALUE_LONGEST = 90


@dataclass(frozen=True, slots=True)
class ApplicationIdentifier:
    """One AI with its value format, associations and role in a GS1 Digital Link."""

    ai: str
    title: str
    components: tuple[Component, ...]
    separator_required: bool
    dl_attribute: bool
    dl_primary_key: bool
    dl_qualifiers: tuple[tuple[str, ...], ...]
    requires: tuple[tuple[tuple[str, ...], ...], ...]
    excludes: tuple[str, ...]
    known: bool = True

    @property
    def shortest(self) -> int:
        """The least number of characters a value may have."""
        return sum(part.shortest for part in self.components if not part.optional)

    @property
    def longest(self) -> int:
        """The greatest number of characters a value may have."""
        return sum(part.longest for part in self.components)


class SyntaxDictionary(Mapping[str, ApplicationIdentifier]):
    """All application identifiers of one release, looked up by their digits."""

    def __init__(self, release: str, rows: Iterable[Row]) -> None:
        self.release = release
        self.rows = tuple(rows)
        self._row_of = {ai: row for row in self.rows for ai in row.ais()}
        self._entries: dict[str, ApplicationIdentifier] = {}
        self.length_by_prefix = {ai[:2]: len(ai) for ai in self._row_of}
        self.dl_keys = frozenset(ai for ai, row in self._row_of.items() if row.dl_primary_key)
        self.clean_links: dict[tuple[tuple[str, ...], tuple[str, ...]], bool] = {}
        self.clean_shapes: dict[tuple[str, ...], bool] = {}
        self.matchers: dict[str, Matcher] = {}

    @classmethod
    def load(cls, source: str | PathLike[str] | None = None) -> SyntaxDictionary:
        """Read a table file, ours or the official one; raise `Gs1Error` naming the first bad line."""
        return cls(*read_rows(read_text(source or DEFAULT_TABLE)))

    def __getitem__(self, ai: str) -> ApplicationIdentifier:
        entry = self._entries.get(ai)
        if entry is None:
            entry = self._entries[ai] = _entry(ai, self._row_of[ai])
        return entry

    def __iter__(self) -> Iterator[str]:
        return iter(self._row_of)

    def __len__(self) -> int:
        return len(self._row_of)

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = object.__hash__

    def find(self, data: str, pos: int = 0, *, permit_unknown: bool = False) -> ApplicationIdentifier | None:
        """Return the AI whose digits stand at `pos` of `data`, or None; an unknown AI needs a known length."""
        length = self.length_by_prefix.get(data[pos : pos + 2])
        if length is None:
            return None
        ai = data[pos : pos + length]
        entry = self.get(ai)
        if entry is None and permit_unknown and len(ai) == length and _is_digits(ai):
            return self.unknown(ai)
        return entry

    def find_exact(self, ai: str, *, permit_unknown: bool = False) -> ApplicationIdentifier | None:
        """Return the AI with exactly these digits, or None; an unknown AI must keep the length of its prefix."""
        entry = self.get(ai)
        if entry is not None or not permit_unknown or not _is_digits(ai) or not 2 <= len(ai) <= 4:
            return entry
        return self.unknown(ai) if self.length_by_prefix.get(ai[:2], len(ai)) == len(ai) else None

    def matcher(self, ai: str) -> Matcher | None:
        """The quick matcher of a known AI whose elements are parted by GS; None for an unknown AI."""
        matcher = self.matchers.get(ai)
        entry = self.get(ai)
        if matcher is None and entry is not None:
            matcher = make_matcher(entry.components, separated=entry.separator_required, separator=GS)
            self.matchers[ai] = matcher
        return matcher

    def unknown(self, ai: str) -> ApplicationIdentifier:
        """Make the entry for an AI that the table lacks: any text of set 82, fixed where its prefix is fixed."""
        fixed = PREDEFINED_VALUE_LENGTH.get(ai[:2])
        part = Component("X", fixed or 1, fixed or UNKNOWN_VALUE_LONGEST, False, ())
        return ApplicationIdentifier(ai, "", (part,), fixed is None, False, False, (), (), (), known=False)

    def demand(self, ai: str) -> ApplicationIdentifier:
        """Return the AI with exactly these digits, or raise `Gs1Error`."""
        entry = self.get(ai)
        if entry is None:
            raise Gs1Error.of(ErrorCode.AI_UNRECOGNISED, ai)
        return entry


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _entry(ai: str, row: Row) -> ApplicationIdentifier:
    return ApplicationIdentifier(
        ai, row.title, row.components, not row.fixed, row.dl_attribute, row.dl_primary_key,
        row.dl_qualifiers, row.requires, row.excludes,
    )  # fmt: skip


STANDARD = SyntaxDictionary.load()
"""The release this package ships."""
