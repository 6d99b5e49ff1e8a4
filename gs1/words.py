"""The words for each fault in Vietnamese and English, and the clause it breaks: read once from `data/faults.tsv`."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from gs1.tables import table_lines


class Words(NamedTuple):
    """What is told about one fault."""

    clause: str
    en: str
    vi: str


@cache
def words_by_code() -> dict[str, Words]:
    """The words of every fault by its code."""
    table: dict[str, Words] = {}
    for line in table_lines("faults.tsv"):
        code, clause, english, vietnamese = line.split("\t")
        table[code] = Words(clause, english, vietnamese)
    return table


_NONE = Words("", "", "")


def words_of(code: str, lang: str) -> str:
    """The sentence for `code` in `lang` ("vi" or "en"); the code itself where the table lacks it.

    >>> words_of("NOT_GS1", "vi")
    'Văn bản không phải dữ liệu GS1.'
    """
    words = words_by_code().get(code, _NONE)
    return (words.vi if lang == "vi" else words.en) or code


def clause_of(code: str) -> str:
    """The clause of the standard behind `code`, or an empty text.

    >>> clause_of("NOT_ISO4217")
    'ISO 4217'
    """
    return words_by_code().get(code, _NONE).clause
