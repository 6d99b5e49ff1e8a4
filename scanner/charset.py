"""Bytes of a symbol as text: what was declared, else what the bytes themselves allow.

ISO/IEC 18004 and ISO/IEC 15417 mean ISO/IEC 8859-1 where nothing is declared, yet nearly every QR code made today holds
UTF-8, and older Japanese ones Shift JIS. UTF-8 proves itself by its form; the two others are told apart by the
half of the bytes that are control characters in 8859-1 and by whole pairs in Shift JIS.
"""

from __future__ import annotations

from scanner.carriers import Carrier

_CONTROLS = range(0x80, 0xA0)


def as_text(content: bytes, carrier: Carrier) -> str:
    """The text of `content`; a byte that no reading explains becomes U+FFFD, and nothing is ever refused."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _undeclared(content, carrier)


def _undeclared(content: bytes, carrier: Carrier) -> str:
    if carrier is Carrier.QR and not _is_latin(content):
        try:
            return content.decode("cp932")
        except UnicodeDecodeError:
            return content.decode("utf-8", "replace")
    return content.decode("iso-8859-1")


def _is_latin(content: bytes) -> bool:
    """Accented letters stand alone among ASCII ones; a byte of C1 controls or a run of high bytes is another script."""
    if any(byte in _CONTROLS for byte in content):
        return False
    high = [byte >= 0xA0 for byte in content]
    longest = run = 0
    for is_high in high:
        run = run + 1 if is_high else 0
        longest = max(longest, run)
    return longest < 4
