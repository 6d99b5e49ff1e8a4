"""Linters of code lists: countries, currencies, package and media types, sex, and the IBAN."""

from __future__ import annotations

from functools import cache

from gs1.codes import ErrorCode
from gs1.linters.fault import LintFault, whole
from gs1.tables import table_lines

_IBAN_CHARACTERS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_IBAN_SHORTEST = 5
_IBAN_LONGEST = 34


@cache
def code_lists() -> dict[str, frozenset[str]]:
    """Every code list by its name, read once when a code is first judged (see `data/SOURCE.md` for the standards).

    >>> "704" in code_lists()["iso4217"]
    True
    """
    lines = (line.split("\t") for line in table_lines("code_lists.tsv"))
    return {name: frozenset(codes.split(" ")) for name, codes in lines}


def iso3166(value: str) -> LintFault | None:
    """A three-digit country code of ISO 3166-1.

    The GS1 Barcode Syntax Tests name it `iso3166`.

    >>> iso3166("704"), iso3166("999").code.value
    (None, 'NOT_ISO3166')
    """
    return None if value in code_lists()["iso3166"] else whole(ErrorCode.NOT_ISO3166, value)


def iso3166999(value: str) -> LintFault | None:
    """A three-digit country code, or 999 for several countries.

    The GS1 Barcode Syntax Tests name it `iso3166999`.

    >>> iso3166999("999"), iso3166999("998").code.value
    (None, 'NOT_ISO3166_OR_999')
    """
    return None if value == "999" or value in code_lists()["iso3166"] else whole(ErrorCode.NOT_ISO3166_OR_999, value)


def iso3166alpha2(value: str) -> LintFault | None:
    """A two-letter country code of ISO 3166-1.

    The GS1 Barcode Syntax Tests name it `iso3166alpha2`.

    >>> iso3166alpha2("VN"), iso3166alpha2("VV").code.value
    (None, 'NOT_ISO3166_ALPHA2')
    """
    return None if value in code_lists()["iso3166alpha2"] else whole(ErrorCode.NOT_ISO3166_ALPHA2, value)


def iso4217(value: str) -> LintFault | None:
    """A three-digit currency code of ISO 4217.

    The GS1 Barcode Syntax Tests name it `iso4217`.

    >>> iso4217("704"), iso4217("705").code.value
    (None, 'NOT_ISO4217')
    """
    return None if value in code_lists()["iso4217"] else whole(ErrorCode.NOT_ISO4217, value)


def iso5218(value: str) -> LintFault | None:
    """A biological sex code of ISO/IEC 5218.

    The GS1 Barcode Syntax Tests name it `iso5218`.

    >>> iso5218("2"), iso5218("3").code.value
    (None, 'INVALID_BIOLOGICAL_SEX_CODE')
    """
    return None if value in code_lists()["iso5218"] else whole(ErrorCode.INVALID_BIOLOGICAL_SEX_CODE, value)


def mediatype(value: str) -> LintFault | None:
    """An AIDC media type of ICCBBA.

    The GS1 Barcode Syntax Tests name it `mediatype`.

    >>> mediatype("01"), mediatype("11").code.value
    (None, 'INVALID_MEDIA_TYPE')
    """
    return None if value in code_lists()["mediatype"] else whole(ErrorCode.INVALID_MEDIA_TYPE, value)


def packagetype(value: str) -> LintFault | None:
    """A package type of UN/CEFACT Recommendation 21 as GS1 uses it.

    The GS1 Barcode Syntax Tests name it `packagetype`.

    >>> packagetype("BX"), packagetype("B?").code.value
    (None, 'INVALID_PACKAGE_TYPE')
    """
    return None if value in code_lists()["packagetype"] else whole(ErrorCode.INVALID_PACKAGE_TYPE, value)


def iban(value: str) -> LintFault | None:
    """An international bank account number (ISO 13616), with its own check digits.

    The GS1 Barcode Syntax Tests name it `iban`.

    >>> iban("GB82WEST12345698765432"), iban("GB82WEST12345698765433").code.value
    (None, 'INCORRECT_IBAN_CHECKSUM')
    """
    if len(value) < _IBAN_SHORTEST:
        return whole(ErrorCode.IBAN_TOO_SHORT, value)
    if len(value) > _IBAN_LONGEST:
        return whole(ErrorCode.IBAN_TOO_LONG, value)
    for position, character in enumerate(value):
        if character not in _IBAN_CHARACTERS:
            return LintFault(ErrorCode.INVALID_IBAN_CHARACTER, position, 1)
    if value[:2] not in code_lists()["iso3166alpha2"]:
        return LintFault(ErrorCode.ILLEGAL_IBAN_COUNTRY_CODE, 0, 2)
    number = "".join(str(int(character, 36)) for character in value[4:] + value[:4])
    return None if int(number) % 97 == 1 else LintFault(ErrorCode.INCORRECT_IBAN_CHECKSUM, 2, 2)
