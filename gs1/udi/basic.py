"""The Basic UDI-DI: the key of a family of devices in the European database.

Regulation (EU) 2017/745, annex VI part C; MDCG 2018-1. Its form is the issuing entity's: a GMN of GS1, or `++` with
labeler, model and check character of HIBCC. No form of ICCBBA or IFA is read, for theirs are not published in full.
"""

from __future__ import annotations

from dataclasses import dataclass

from gs1.codes import ErrorCode
from gs1.errors import Gs1Error
from gs1.gmn import Gmn
from gs1.udi.hibc import check_character
from gs1.udi.value import Issuer

LONGEST = 25
_SHORTEST_HIBC = 8


@dataclass(frozen=True, slots=True)
class BasicUdiDi:
    """A Basic UDI-DI whose check characters are right.

    >>> BasicUdiDi.parse("1987654Ad4X4bL5ttr2310c2K").issuer
    <Issuer.GS1: 'GS1'>
    >>> BasicUdiDi.of_hibcc("A123", "MODEL7").text
    '++A123MODEL7R'
    """

    issuer: Issuer
    text: str

    @classmethod
    def parse(cls, text: str) -> BasicUdiDi:
        """Read the form of HIBCC where `++` begins it, else that of GS1; raises `Gs1Error` naming the first fault.

        The faults: `WRONG_LENGTH`, `INVALID_CSET39_CHARACTER` and `INCORRECT_CHECK_CHARACTER` for HIBCC, those of
        `Gmn.parse` for GS1.
        """
        if text.startswith("+"):
            _demand_hibcc(text)
            return cls(Issuer.HIBCC, text)
        return cls(Issuer.GS1, Gmn.parse(text).text)

    @classmethod
    def of_gs1(cls, company_prefix: str, model: str) -> BasicUdiDi:
        """The GMN of a model under a company prefix (GS1 General Specifications 3.9.13).

        >>> BasicUdiDi.of_gs1("1987654", "Ad4X4bL5ttr2310c").text
        '1987654Ad4X4bL5ttr2310c2K'
        """
        return cls(Issuer.GS1, Gmn.build(company_prefix, model).text)

    @classmethod
    def of_hibcc(cls, labeler: str, model: str) -> BasicUdiDi:
        """The Basic UDI-DI of a model under a labeler identification code of HIBCC."""
        body = f"++{labeler}{model}"
        return cls.parse(body + check_character(body))

    def __str__(self) -> str:
        return self.text


def basic_udi_di(text: str) -> BasicUdiDi:
    """The Basic UDI-DI that `text` is; raises `Gs1Error` like `BasicUdiDi.parse`.

    Regulation (EU) 2017/745, annex VI part C.

    >>> str(basic_udi_di("++A123MODEL7R"))
    '++A123MODEL7R'
    """
    return BasicUdiDi.parse(text)


def _demand_hibcc(text: str) -> None:
    if not _SHORTEST_HIBC <= len(text) <= LONGEST:
        raise Gs1Error.of(ErrorCode.WRONG_LENGTH, text)
    if text[:2] != "++":
        raise Gs1Error.of(ErrorCode.NOT_GS1, text, 0, 2)
    for place, character in enumerate(text[2:-1], 2):
        if not _fits(place, character):
            raise Gs1Error.of(ErrorCode.INVALID_CSET39_CHARACTER, text, place, 1)
    if check_character(text[:-1]) != text[-1]:
        raise Gs1Error.of(ErrorCode.INCORRECT_CHECK_CHARACTER, text, len(text) - 1, 1)


def _fits(place: int, character: str) -> bool:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return character in (letters if place == 2 else letters + "0123456789")
