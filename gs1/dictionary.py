"""The table of application identifiers: what each AI is called, how its value is made, what it may stand with.

The facts are in `data/application_identifiers.tsv`, in a format of our own (see `data/SOURCE.md`). A newer table,
ours or the official Syntax Dictionary, can be loaded at run time with `SyntaxDictionary.load`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from types import MappingProxyType
from typing import NamedTuple

from gs1.codes import ErrorCode
from gs1.dictionary_rows import Component, Row, ShippedRows, read_rows
from gs1.errors import Gs1Error
from gs1.linters import Linter, is_linter
from gs1.matchers import Matcher, make_matcher
from gs1.tables import read_text, table_path

GS = "\x1d"
"""The separator a reader sends for FNC1 inside a message."""
DEFAULT_TABLE = table_path("application_identifiers.tsv")

# Value lengths that GS1 fixed for ever by the first two digits.
# GS1 General Specifications, predefined lengths of element strings.
PREDEFINED_VALUE_LENGTH = {
    "00": 18, "01": 14, "02": 14, "03": 14, "04": 16, "11": 6, "12": 6, "13": 6, "14": 6, "15": 6, "16": 6, "17": 6,
    "18": 6, "19": 6, "20": 2, "31": 6, "32": 6, "33": 6, "34": 6, "35": 6, "36": 6, "41": 13,
}  # fmt: skip
UNKNOWN_VALUE_LONGEST = 90
_NO_LINTERS: Mapping[str, Linter] = MappingProxyType({})


class ApplicationIdentifier(NamedTuple):
    """One AI with its value format, associations and role in a GS1 Digital Link.

    `requires` are rules that must all hold; each lists alternatives, each alternative the AIs it needs together.

    >>> entry = STANDARD["17"]
    >>> entry.title, entry.longest, entry.separator_required, entry.components[0].linters
    ('USE BY or EXPIRY', 6, False, ('yymmd0',))
    """

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
    own_linters: Mapping[str, Linter] = _NO_LINTERS
    """Linters of the caller's own that the components may name."""

    @property
    def shortest(self) -> int:
        """The least number of characters a value may have.

        >>> STANDARD["253"].shortest
        13
        """
        return sum(part.shortest for part in self.components if not part.optional)

    @property
    def longest(self) -> int:
        """The greatest number of characters a value may have.

        >>> STANDARD["253"].longest
        30
        """
        return sum(part.longest for part in self.components)


class SyntaxDictionary(Mapping[str, ApplicationIdentifier]):
    """All application identifiers of one release, looked up by their digits.

    GS1 General Specifications, "GS1 Application Identifiers in numerical order".

    `linters` are checks of the caller's own, by the names that the table uses; they live with this dictionary only.

    >>> len(STANDARD), STANDARD["10"].title, "23" in STANDARD
    (541, 'BATCH/LOT', False)
    """

    def __init__(
        self, release: str, rows: Iterable[Row] | ShippedRows, linters: Mapping[str, Linter] = _NO_LINTERS
    ) -> None:
        self.release = release
        self.linters = linters
        if isinstance(rows, ShippedRows):
            self._row_of: Mapping[str, Row] = rows
            keys: Iterable[str] = rows.dl_keys
        else:
            self._row_of = {ai: row for row in rows for ai in row.ais()}
            keys = [ai for ai, row in self._row_of.items() if row.dl_primary_key]
            _demand_linters(self.rows, linters)
        self._entries: dict[str, ApplicationIdentifier] = {}
        self.length_by_prefix = {ai[:2]: len(ai) for ai in self._row_of}
        self.dl_keys = frozenset(keys)
        self.clean_links: dict[tuple[tuple[str, ...], tuple[str, ...]], bool] = {}
        self.clean_shapes: dict[tuple[str, ...], bool] = {}
        self.matchers: dict[str, Matcher] = {}

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of the table in its order, each AI or range of AIs once.

        >>> [row.first for row in STANDARD.rows][:4]
        ['00', '01', '02', '03']
        """
        return tuple(dict.fromkeys(self._row_of.values()))

    @classmethod
    def load(
        cls, source: str | PathLike[str] | None = None, linters: Mapping[str, Linter] = _NO_LINTERS
    ) -> SyntaxDictionary:
        """Read a table file, ours or the official one (GS1 Barcode Syntax Dictionary); by default the shipped one.

        Raises `Gs1Error` naming the first bad line, or the line with a linter that neither we nor `linters` know.

        >>> SyntaxDictionary.load().release == STANDARD.release
        True
        """
        return cls(*read_rows(read_text(source or DEFAULT_TABLE)), linters)

    def __getitem__(self, ai: str) -> ApplicationIdentifier:
        entry = self._entries.get(ai)
        if entry is None:
            entry = self._entries[ai] = _entry(ai, self._row_of[ai], self.linters)
        return entry

    def __iter__(self) -> Iterator[str]:
        return iter(self._row_of)

    def __len__(self) -> int:
        return len(self._row_of)

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = object.__hash__

    def find(self, data: str, pos: int = 0, *, permit_unknown: bool = False) -> ApplicationIdentifier | None:
        """Return the AI whose digits stand at `pos` of `data`, or None.

        With `permit_unknown` an AI that the table lacks is made up where its first two digits fix its length
        (GS1 General Specifications, predefined lengths of element strings).

        >>> STANDARD.find("10LOT7").ai, STANDARD.find("2399X"), STANDARD.find("2399X", permit_unknown=True).ai
        ('10', None, '239')
        """
        length = self.length_by_prefix.get(data[pos : pos + 2])
        if length is None:
            return None
        ai = data[pos : pos + length]
        entry = self.get(ai)
        if entry is None and permit_unknown and len(ai) == length and _is_digits(ai):
            return self.unknown(ai)
        return entry

    def find_exact(self, ai: str, *, permit_unknown: bool = False) -> ApplicationIdentifier | None:
        """Return the AI with exactly these digits, or None; an unknown AI must keep the length of its prefix.

        >>> STANDARD.find_exact("3102").title, STANDARD.find_exact("310")
        ('NET WEIGHT (kg)', None)
        """
        entry = self.get(ai)
        if entry is not None or not permit_unknown or not _is_digits(ai) or not 2 <= len(ai) <= 4:
            return entry
        return self.unknown(ai) if self.length_by_prefix.get(ai[:2], len(ai)) == len(ai) else None

    def matcher(self, ai: str) -> Matcher | None:
        """The quick matcher of a known AI whose elements are parted by GS; None for an unknown AI.

        >>> STANDARD.matcher("10").match("LOT7", 0)[1]
        'LOT7'
        """
        matcher = self.matchers.get(ai)
        entry = self.get(ai)
        if matcher is None and entry is not None:
            matcher = make_matcher(entry.components, self.linters, separated=entry.separator_required, separator=GS)
            self.matchers[ai] = matcher
        return matcher

    def unknown(self, ai: str) -> ApplicationIdentifier:
        """Make the entry for an AI that the table lacks: any text of set 82, fixed where its prefix is fixed.

        >>> STANDARD.unknown("319").longest, STANDARD.unknown("239").longest
        (6, 90)
        """
        fixed = PREDEFINED_VALUE_LENGTH.get(ai[:2])
        part = Component("X", fixed or 1, fixed or UNKNOWN_VALUE_LONGEST, False, ())
        return ApplicationIdentifier(ai, "", (part,), fixed is None, False, False, (), (), (), known=False)

    def demand(self, ai: str) -> ApplicationIdentifier:
        """Return the AI with exactly these digits, or raise `Gs1Error`.

        >>> STANDARD.demand("01").dl_primary_key
        True
        """
        entry = self.get(ai)
        if entry is None:
            raise Gs1Error.of(ErrorCode.AI_UNRECOGNISED, ai)
        return entry


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _demand_linters(rows: Iterable[Row], own: Mapping[str, Linter]) -> None:
    for row in rows:
        for part in row.components:
            unknown = [name for name in part.linters if name not in own and not is_linter(name)]
            if unknown:
                line = row.line()
                raise Gs1Error.of(ErrorCode.BAD_REQUEST, line, line.find(unknown[0]), len(unknown[0]))


def _entry(ai: str, row: Row, own: Mapping[str, Linter]) -> ApplicationIdentifier:
    return ApplicationIdentifier(
        ai, row.title, row.components, not row.fixed, row.dl_attribute, row.dl_primary_key,
        row.dl_qualifiers, row.requires, row.excludes, True, own,
    )  # fmt: skip


_SHIPPED = ShippedRows(read_text(DEFAULT_TABLE))
STANDARD = SyntaxDictionary(_SHIPPED.release, _SHIPPED)
"""The release this package ships."""
