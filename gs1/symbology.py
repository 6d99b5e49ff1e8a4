"""ISO/IEC 15424 symbology identifiers: the three characters a scanner puts before what it read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gs1.codes import ErrorCode
from gs1.errors import Gs1Error

_EXPANSION_LONGEST = 9


class Carrier(StrEnum):
    """The code character of ISO/IEC 15424 table 1: which symbology was read.

    >>> Carrier("d").name
    'DATA_MATRIX'
    """

    CODE_39 = "A"
    TELEPEN = "B"
    CODE_128 = "C"
    CODE_ONE = "D"
    EAN_UPC = "E"
    CODABAR = "F"
    CODE_93 = "G"
    CODE_11 = "H"
    INTERLEAVED_2_OF_5 = "I"
    DOTCODE = "J"
    CODE_16K = "K"
    PDF417 = "L"
    MSI = "M"
    ANKER = "N"
    CODABLOCK = "O"
    PLESSEY = "P"
    QR_CODE = "Q"
    STRAIGHT_2_OF_5_TWO_BARS = "R"
    STRAIGHT_2_OF_5_THREE_BARS = "S"
    CODE_49 = "T"
    MAXICODE = "U"
    OTHER_BARCODE = "X"
    SYSTEM_EXPANSION = "Y"
    NON_BARCODE = "Z"
    CHANNEL_CODE = "c"
    DATA_MATRIX = "d"
    DATABAR = "e"
    OCR = "o"
    POSICODE = "p"
    SUPER_CODE = "s"
    AZTEC = "z"


GS1_CARRIERS = {
    "C1": "GS1-128",
    "E0": "EAN-13",
    "E1": "EAN two-digit add-on",
    "E2": "EAN five-digit add-on",
    "E3": "EAN-13 with add-on",
    "E4": "EAN-8",
    "I1": "ITF-14",
    "J1": "GS1 DotCode",
    "Q3": "GS1 QR Code",
    "d2": "GS1 DataMatrix",
    "e0": "GS1 DataBar",
    "e1": "GS1 Composite",
    "e2": "GS1 Composite",
}
"""What a GS1 symbol of this identifier is called (GS1 General Specifications, "Symbology identifiers")."""

_CARRIERS = frozenset(Carrier)


@dataclass(frozen=True, slots=True)
class SymbologyIdentifier:
    """The identifier at the front of scanned data: `]`, code character and modifier.

    ISO/IEC 15424.

    >>> identifier = SymbologyIdentifier.parse("]d20108936012345674")
    >>> identifier.carrier.name, identifier.modifier, identifier.gs1_name
    ('DATA_MATRIX', '2', 'GS1 DataMatrix')
    """

    text: str

    @classmethod
    def parse(cls, data: str) -> SymbologyIdentifier:
        """Return the identifier that `data` begins with; raise `Gs1Error` where there is none.

        >>> str(SymbologyIdentifier.parse("]C10108936012345674"))
        ']C1'
        """
        if not data.startswith("]") or len(data) < 3 or data[1] not in _CARRIERS:
            raise Gs1Error.of(ErrorCode.MISSING_SYMBOLOGY_IDENTIFIER, data, 0, min(len(data), 3))
        if data[1] == Carrier.SYSTEM_EXPANSION and data[2] in "0123456789":
            return cls(data[: 3 + min(int(data[2]), _EXPANSION_LONGEST)])
        return cls(data[:3])

    @property
    def carrier(self) -> Carrier:
        """Which symbology was read.

        >>> SymbologyIdentifier("]Q3").carrier.name
        'QR_CODE'
        """
        return Carrier(self.text[1])

    @property
    def modifier(self) -> str:
        """What the reader did: the characters after the code character.

        >>> SymbologyIdentifier("]Q3").modifier
        '3'
        """
        return self.text[2:]

    @property
    def gs1_name(self) -> str | None:
        """The name of the GS1 symbol, or None where the identifier belongs to no GS1 symbol.

        >>> SymbologyIdentifier("]J1").gs1_name, SymbologyIdentifier("]A0").gs1_name
        ('GS1 DotCode', None)
        """
        return GS1_CARRIERS.get(self.text[1:3])

    def __str__(self) -> str:
        return self.text
