"""Text as people write it: one Unicode form, and a folded form that search and keys compare."""

from __future__ import annotations

import re
import unicodedata

BLANKS = re.compile(r"\s+")
MARKS = re.compile("[\u0300-\u034e]+")
"""The usual combining marks; an import of lists folds a hundred thousand texts, so these go in one step."""
NOT_A_WORD = re.compile(r"[^a-z0-9]+")
LETTERS = str.maketrans(
    {
        "đ": "d",
        "Đ": "d",
        "ø": "o",
        "Ø": "o",
        "ł": "l",
        "Ł": "l",
        "ß": "ss",
        "æ": "ae",
        "Æ": "ae",
        "œ": "oe",
        "Œ": "oe",
        "µ": "u",
    }
)
"""Letters that Unicode does not decompose; đ is a letter of its own, not a d with a mark."""


def nfc(text: str) -> str:
    """Return `text` in Unicode normal form C, so that one word has one spelling."""
    return unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """Return `text` in normal form C, trimmed, with every run of white space as one blank."""
    return BLANKS.sub(" ", nfc(text)).strip()


def fold(text: str) -> str:
    """Return the words of `text` without accents or case: "Đường  (GIẢM đau)" gives "duong giam dau"."""
    if text.isascii():
        return NOT_A_WORD.sub(" ", text.lower()).strip()
    plain = MARKS.sub("", unicodedata.normalize("NFKD", text.translate(LETTERS)))
    if not plain.isascii():
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return NOT_A_WORD.sub(" ", plain.lower()).strip()


def fold_key(text: str) -> str:
    """Return `fold(text)` without blanks: the form in which numbers and names are compared as keys."""
    return fold(text).replace(" ", "")


def has_accents(text: str) -> bool:
    """Say whether `text` was typed with Vietnamese letters or tone marks, so that exact spellings should rank first."""
    beyond_ascii = (character for character in nfc(text) if character > "\x7f")
    return any(character in "đĐ" or unicodedata.decomposition(character) for character in beyond_ascii)
