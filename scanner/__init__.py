"""Pictures to readings, and values to symbols.

The scanner knows pixels and `gs1`, never the registry. The way in is `open_picture`, `read_symbols` and `to_reading`
(or `read_in_worker` for pictures sent by strangers); the way out is `draw`.
"""

from scanner.carriers import MEDICAL, Carrier, SymbolKind
from scanner.decode import ScanResult, read_symbols
from scanner.drawing import Drawing, PrintFault, PrintUse, check_print, draw
from scanner.engines import available_engines
from scanner.errors import ScanCode, ScanError
from scanner.grouping import ProductReading, group
from scanner.isolation import close_worker, read_in_worker
from scanner.picture import Limits, Picture, open_picture
from scanner.reading import Confidence, Reading, Symbol, Vote, to_reading

__all__ = [
    "MEDICAL",
    "Carrier",
    "Confidence",
    "Drawing",
    "Limits",
    "Picture",
    "PrintFault",
    "PrintUse",
    "ProductReading",
    "Reading",
    "ScanCode",
    "ScanError",
    "ScanResult",
    "Symbol",
    "SymbolKind",
    "Vote",
    "available_engines",
    "check_print",
    "close_worker",
    "draw",
    "group",
    "open_picture",
    "read_in_worker",
    "read_symbols",
    "to_reading",
]
