"""Registration numbers: every form that Viet Nam has issued for medicines and devices, read into one canonical text.

Annex V of Circular 12/2025/TT-BYT (before it Circular 08/2022/TT-BYT) for the twelve digits; Decree 98/2021/ND-CP for
devices; the older forms as they stand in the published lists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from registry.errors import BadInput, Fault
from registry.text import fold_key, squeeze

LONGEST = 300
"""A cell longer than this is not a number with a note."""


class NumberForm(StrEnum):
    """The family of a number, named as people write it; n stands for a digit."""

    TWELVE_DIGITS = "12 chữ số"
    VD = "VD-n"
    VDN = "VDn-n"
    VN = "VN-n"
    VNN = "VNn-n"
    VNAB = "VNA/VNB-n"
    V_H = "Vn-Hn"
    NC_H = "NCn-Hn"
    QLDB = "QLĐB-n"
    QLDB_H = "QLĐBn-Hn"
    QLSP = "QLSP-n"
    QLSP_H = "QLSP-Hn-n"
    QLVX = "QLVX-n"
    SP = "SP-n"
    SPN = "SPn-n"
    VCT = "VCT-n"
    TCT = "TCT-n"
    GC = "GC-n"
    VS = "VS-n"
    KD = "n.KD.n.n"
    QLD_KD = "n/QLD-KD"
    DEVICE_DECLARED = "n/PCB-tỉnh"
    DEVICE_REGISTERED = "nĐKLH/BYT"
    DEVICE_IMPORT = "nNK/BYT"
    DEMO = "DEMO-n"
    """A number of the seed country; no authority issues it."""
    FOREIGN = "XX:n"
    """A number that another country's authority issued, with the country in front."""


DEVICE_FORMS = frozenset({NumberForm.DEVICE_DECLARED, NumberForm.DEVICE_REGISTERED, NumberForm.DEVICE_IMPORT})
PERMIT_FORMS = frozenset({NumberForm.KD, NumberForm.QLD_KD})
"""Import permits for goods without a marketing authorisation."""


class ControlClass(StrEnum):
    """Sixth digit of a twelve-digit number (Annex V of Circular 12/2025/TT-BYT); other digits are not confirmed."""

    NONE = "0"
    NARCOTIC = "1"
    PSYCHOTROPIC = "2"
    PRECURSOR = "3"
    TOXIC = "4"
    BANNED_IN_SOME_SECTORS = "5"


@dataclass(frozen=True, slots=True)
class TwelveDigits:
    """The parts of a twelve-digit number. `control` is None for a digit whose meaning is not confirmed."""

    country_prefix: str
    kind: str
    prescription: bool | None
    control: ControlClass | None
    serial: str


@dataclass(frozen=True, slots=True)
class AuthorisationNumber:
    """A registration number in canonical spelling, with what was written after it kept as `note`.

    `year` is None when the number does not tell it; "00" means unknown, not 2000 (21 of 806 numbers measured).
    """

    text: str
    form: NumberForm
    year: int | None = None
    note: str | None = None
    parts: TwelveDigits | None = None

    @classmethod
    def parse(cls, text: str) -> AuthorisationNumber:
        """Return the number that `text` begins with, or raise `BadInput` with the code "number-form"."""
        return _parse(text)

    @classmethod
    def foreign(cls, country: str, number: str) -> AuthorisationNumber:
        """Return the number of another country's authority: FR:60002283 (ISO 3166-1 alpha-2 in front).

        Raise `BadInput` with the code "number-form" where there is no number or no country.
        """
        told = squeeze(number)
        if not FOREIGN_COUNTRY.fullmatch(country) or country == "VN" or not FOREIGN_NUMBER.fullmatch(told):
            raise BadInput.of([Fault("number-form", value=f"{country}:{told}"[:80])])
        return cls(f"{country}:{told}", NumberForm.FOREIGN)

    @property
    def key(self) -> str:
        """What two spellings of one number share: no accent, no case, no blank, the separators kept in place."""
        return KEY_MARKS.sub("-", self.text.translate(D_STROKE).lower())

    @property
    def loose_key(self) -> str:
        """What a person types without any separator; two numbers may rarely share it."""
        return fold_key(self.text)

    @property
    def is_device(self) -> bool:
        """Say whether this is a circulation number of a medical device."""
        return self.form in DEVICE_FORMS

    def __str__(self) -> str:
        return self.text


FOREIGN_COUNTRY = re.compile(r"[A-Z]{2}")
FOREIGN_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z ./()-]{0,59}")
D_STROKE = str.maketrans("đĐ", "dd")
KEY_MARKS = re.compile(r"[^a-z0-9]+")

GAP = r"\s*[-\u2010-\u2015]?\s*"
"""Between letters and digits: a dash, a blank, both or nothing."""
STEP = r"\s*(?:[-\u2010-\u2015]\s*|(?<=\d)\s)"
"""Between two groups of digits: something must stand there."""
YEAR = r"(?P<year>\d{2})"
DEE = "[DĐ]"

PATTERNS: tuple[tuple[NumberForm, str, str], ...] = (
    (
        NumberForm.DEVICE_DECLARED,
        r"(?P<year>\d{2})(?P<a>\d{7})\s*/\s*(?P<b>PCB[AB]?)\s*-\s*(?P<c>[A-ZĐ]{2,6})",
        "{year}{a}/{b}-{c}",
    ),
    (
        NumberForm.DEVICE_REGISTERED,
        rf"(?P<year>\d{{2}})(?P<a>\d{{5}})\s*{DEE}KLH\s*/\s*BYT\s*-\s*(?P<b>TB\s*-\s*CT|HTTB)",
        "{year}{a}ĐKLH/BYT-{b}",
    ),
    (NumberForm.DEVICE_IMPORT, r"(?P<a>\d{3,6})\s*NK\s*/\s*BYT\s*-\s*(?P<b>TB\s*-\s*CT|HTTB)", "{a}NK/BYT-{b}"),
    (NumberForm.TWELVE_DIGITS, r"(?P<a>\d(?:[\s.]?\d){11})(?!\d)", "{a}"),
    (NumberForm.KD, rf"(?P<a>\d{{3,6}})\s*\.\s*KD\s*\.\s*{YEAR}\s*\.\s*(?P<b>\d{{1,3}})", "{a}.KD.{year}.{b}"),
    (NumberForm.QLD_KD, r"(?P<a>\d{3,6})\s*/\s*QLD\s*-\s*KD", "{a}/QLD-KD"),
    (NumberForm.V_H, rf"V{GAP}(?P<a>\d{{1,4}}){GAP}H(?P<b>\d{{2}}){STEP}{YEAR}", "V{a}-H{b}-{year}"),
    (NumberForm.NC_H, rf"NC{GAP}(?P<a>\d{{1,4}}){GAP}H(?P<b>\d{{2}}){STEP}{YEAR}", "NC{a}-H{b}-{year}"),
    (NumberForm.QLDB_H, rf"QL{DEE}B(?P<a>\d){GAP}H(?P<b>\d{{2}}){STEP}{YEAR}", "QLĐB{a}-H{b}-{year}"),
    (NumberForm.QLDB, rf"QL{DEE}B{GAP}(?P<a>\d{{1,4}}){STEP}{YEAR}", "QLĐB-{a}-{year}"),
    (NumberForm.QLSP_H, rf"QLSP{GAP}H(?P<a>\d{{2}}){STEP}(?P<b>\d{{3,4}}){STEP}{YEAR}", "QLSP-H{a}-{b}-{year}"),
    (NumberForm.QLSP, rf"QLSP{GAP}(?P<a>\d{{3,4}}){STEP}{YEAR}", "QLSP-{a}-{year}"),
    (NumberForm.QLVX, rf"QLVX{GAP}(?P<a>(?:H\d{{2}}-)?\d{{2,4}}){STEP}{YEAR}", "QLVX-{a}-{year}"),
    (NumberForm.SPN, rf"SP(?P<a>\d){STEP}(?P<b>\d{{2,4}}){STEP}{YEAR}", "SP{a}-{b}-{year}"),
    (NumberForm.SP, rf"SP{GAP}(?P<a>\d{{2,4}}){STEP}{YEAR}", "SP-{a}-{year}"),
    (NumberForm.VCT, rf"VCT{GAP}(?P<a>\d{{5}}){STEP}{YEAR}", "VCT-{a}-{year}"),
    (NumberForm.TCT, rf"TCT{GAP}(?P<a>\d{{5}}){STEP}{YEAR}", "TCT-{a}-{year}"),
    (NumberForm.GC, rf"GC{GAP}(?P<a>\d{{1,4}}){STEP}{YEAR}", "GC-{a}-{year}"),
    (NumberForm.VS, rf"VS{GAP}(?P<a>\d{{4}}){STEP}{YEAR}", "VS-{a}-{year}"),
    (NumberForm.VDN, rf"VD(?P<a>\d){STEP}(?P<b>\d{{1,4}}){STEP}{YEAR}", "VD{a}-{b}-{year}"),
    (NumberForm.VD, rf"VD{GAP}(?P<a>\d{{4,5}}){STEP}{YEAR}", "VD-{a}-{year}"),
    (NumberForm.VNAB, rf"VN(?P<a>[AB]){GAP}(?P<b>\d{{3,4}}){STEP}{YEAR}", "VN{a}-{b}-{year}"),
    (NumberForm.VNN, rf"VN(?P<a>\d){STEP}(?P<b>\d{{1,4}}){STEP}{YEAR}", "VN{a}-{b}-{year}"),
    (NumberForm.DEMO, rf"DEMO{GAP}(?P<a>\d{{4}}){STEP}{YEAR}", "DEMO-{a}-{year}"),
    (NumberForm.VN, rf"VN{GAP}(?P<a>\d{{4,5}}){STEP}{YEAR}", "VN-{a}-{year}"),
)
READERS = tuple(
    (form, re.compile(pattern + r"(?![A-Za-z0-9])", re.IGNORECASE), shape) for form, pattern, shape in PATTERNS
)
INNER = re.compile(r"[\s.]+")
NOTE_EDGE = " .,;:()[]-"


@lru_cache(maxsize=65_536)
def _parse(text: str) -> AuthorisationNumber:
    whole = squeeze(text)
    if whole[2:3] == ":":
        return AuthorisationNumber.foreign(whole[:2].upper(), whole[3:])
    if len(whole) <= LONGEST:
        for form, reader, shape in READERS:
            if match := reader.match(whole):
                return _number(form, shape, match, whole[match.end() :].strip(NOTE_EDGE) or None)
    raise BadInput.of([Fault("number-form", value=whole[:80], hint="VD-12345-20, 893110123425, 2200123ĐKLH/BYT-TB-CT")])


def _number(form: NumberForm, shape: str, match: re.Match[str], note: str | None) -> AuthorisationNumber:
    groups = {name: INNER.sub("", value.upper()) for name, value in match.groupdict().items() if value is not None}
    text = shape.format(**groups)
    if form is NumberForm.TWELVE_DIGITS:
        return AuthorisationNumber(text, form, _year(text[10:]), note, _twelve(text))
    return AuthorisationNumber(text, form, _year(groups.get("year", "00")), note)


def _year(two_digits: str) -> int | None:
    """Return the year that two digits mean; 00 is unknown, and numbers began in the nineties."""
    year = int(two_digits)
    if year == 0:
        return None
    return 1900 + year if year >= 80 else 2000 + year  # numbers were first given in the eighties


def _twelve(digits: str) -> TwelveDigits:
    control = digits[5]
    known = control in set(ControlClass)
    prescription = {"0": False, "1": True}.get(digits[4])
    return TwelveDigits(digits[:3], digits[3], prescription, ControlClass(control) if known else None, digits[6:10])


DECISION = re.compile(
    r"(?P<number>\d{1,5}\s*/\s*Q[ĐD]\s*-\s*[A-ZĐ]+)(?:\s+ngày\s+(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4}))?",
    re.IGNORECASE,
)


def cited_decision(note: str) -> tuple[str, str | None] | None:
    """Return the decision that a note cites, and its ISO date when it stands there: ("818/QĐ-QLD", "2022-12-19")."""
    match = DECISION.search(squeeze(note))
    if match is None:
        return None
    day = f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}" if match["year"] else None
    return INNER.sub("", match["number"]).upper(), day
