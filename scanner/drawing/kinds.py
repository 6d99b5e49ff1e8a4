"""What each kind of symbol is to a reader: its carrier, its symbology identifier, and what it may hold."""

from __future__ import annotations

from dataclasses import dataclass

from scanner.carriers import Carrier, SymbolKind


@dataclass(frozen=True, slots=True)
class Nature:
    """One kind as a reader meets it; `digits` for symbols that hold one GTIN and nothing else."""

    carrier: Carrier
    identifier: str
    digits: int | None = None

    @property
    def is_linear(self) -> bool:
        """Is it a row of bars?"""
        return not self.carrier.is_matrix


NATURES: dict[SymbolKind, Nature] = {
    SymbolKind.GS1_DATAMATRIX: Nature(Carrier.DATA_MATRIX, "]d2"),
    SymbolKind.GS1_128: Nature(Carrier.CODE_128, "]C1"),
    SymbolKind.GS1_QR: Nature(Carrier.QR, "]Q3"),
    SymbolKind.LINK_QR: Nature(Carrier.QR, "]Q1"),
    SymbolKind.EAN_13: Nature(Carrier.EAN_13, "]E0", 13),
    SymbolKind.EAN_8: Nature(Carrier.EAN_8, "]E4", 8),
    SymbolKind.UPC_A: Nature(Carrier.EAN_13, "]E0", 12),
    SymbolKind.ITF_14: Nature(Carrier.ITF_14, "]I1", 14),
}
"""ISO/IEC 15424 for the identifiers. A UPC-A is read as an EAN-13 with a leading zero."""
