"""The data carriers we read and the kinds of symbol we draw.

A carrier is the symbology a camera sees; whether its text follows GS1 is told by the symbology identifier beside it
(ISO/IEC 15424). A kind of symbol is a carrier together with the GS1 rules for what it may hold.
"""

from __future__ import annotations

from enum import StrEnum


class Carrier(StrEnum):
    """A symbology as seen by a reader; UPC-A is an EAN-13 with a leading zero."""

    EAN_13 = "ean-13"
    EAN_8 = "ean-8"
    UPC_E = "upc-e"
    ITF_14 = "itf-14"
    ITF = "itf"
    """Interleaved 2 of 5 with other digits than those of a GTIN: stock numbers of warehouses, plain text to us."""
    CODE_128 = "code-128"
    DATA_MATRIX = "data-matrix"
    QR = "qr"
    DATABAR = "databar"
    DATABAR_LIMITED = "databar-limited"
    DATABAR_EXPANDED = "databar-expanded"

    @property
    def is_matrix(self) -> bool:
        """Is this a two-dimensional symbol, whose Reed-Solomon code finds its own faults?"""
        return self in MATRIX

    @property
    def is_retail(self) -> bool:
        """Is this a linear symbol with one check digit at most, which a filter can turn into another valid number?"""
        return self in RETAIL


MATRIX = frozenset({Carrier.DATA_MATRIX, Carrier.QR})
RETAIL = frozenset(
    {
        *(Carrier.EAN_13, Carrier.EAN_8, Carrier.UPC_E, Carrier.ITF_14, Carrier.ITF),
        *(Carrier.DATABAR, Carrier.DATABAR_LIMITED),
    }
)
LINEAR = frozenset(Carrier) - MATRIX
# UPC-E is left out: six digits and an implied check make phantoms in every texture. Ask for it by name.
MEDICAL = frozenset(Carrier) - {Carrier.UPC_E}


class SymbolKind(StrEnum):
    """A symbol that GS1 lets a medical product carry (General Specifications, section 2 and 5)."""

    GS1_DATAMATRIX = "gs1-datamatrix"
    GS1_128 = "gs1-128"
    GS1_QR = "gs1-qr"
    LINK_QR = "link-qr"
    EAN_13 = "ean-13"
    EAN_8 = "ean-8"
    UPC_A = "upc-a"
    ITF_14 = "itf-14"
