import pytest

from scanner import Carrier
from scanner.charset import as_text


@pytest.mark.parametrize(
    ("content", "carrier", "text"),
    [
        ("Thuốc".encode(), Carrier.QR, "Thuốc"),
        ("Google モバイル".encode("cp932"), Carrier.QR, "Google モバイル"),
        ("今度のバージョン".encode("cp932"), Carrier.QR, "今度のバージョン"),
        ("Crème brûlée".encode("iso-8859-1"), Carrier.QR, "Crème brûlée"),
        ("óóab".encode("iso-8859-1"), Carrier.CODE_128, "óóab"),
        (b"\xff\xfe\x81", Carrier.QR, "\ufffd\ufffd\ufffd"),
        (b"", Carrier.QR, ""),
    ],
)
def test_bytes_are_read_as_what_they_must_be(content: bytes, carrier: Carrier, text: str) -> None:
    assert as_text(content, carrier) == text
