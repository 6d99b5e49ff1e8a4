"""`/v1/symbols`: every carrier in every form, cacheable, and refused by name where it must not be printed."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from scanner import SymbolKind, open_picture, read_symbols
from tests.api.conftest import said

PACK = "(01)08936012345674(17)271231(10)LOT7(21)S1"
CONTENT = {
    SymbolKind.GS1_DATAMATRIX: PACK,
    SymbolKind.GS1_128: "(01)08936012345674(10)LOT7",
    SymbolKind.GS1_QR: PACK,
    SymbolKind.LINK_QR: PACK,
    SymbolKind.EAN_13: "(01)08936012345674",
    SymbolKind.EAN_8: "(01)00000096385074",
    SymbolKind.UPC_A: "(01)00036000291452",
    SymbolKind.ITF_14: "(01)18936012345671",
}
STARTS = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF", "zpl": b"^XA"}
TYPES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf", "zpl": "text/plain"}


@pytest.mark.parametrize("form", STARTS)
@pytest.mark.parametrize("carrier", SymbolKind)
def test_every_carrier_is_drawn_in_every_form(client: FlaskClient, carrier: SymbolKind, form: str) -> None:
    answer = client.get(f"/v1/symbols/{carrier}", query_string={"data": CONTENT[carrier], "format": form})
    assert (answer.status_code, answer.mimetype) == (200, TYPES[form])
    assert answer.data.startswith(STARTS[form])
    if form == "png":
        assert len(read_symbols(open_picture(answer.data), "all").symbols) == 1


def test_a_symbol_that_is_known_is_not_sent_again(client: FlaskClient) -> None:
    query = {"data": PACK}
    first = client.get("/v1/symbols/gs1-datamatrix", query_string=query)
    again = client.get(
        "/v1/symbols/gs1-datamatrix", query_string=query, headers={"If-None-Match": first.headers["ETag"]}
    )
    other = client.get("/v1/symbols/gs1-datamatrix", query_string={"data": f"{PACK}2"})
    assert (again.status_code, again.data) == (304, b"")
    assert other.headers["ETag"] != first.headers["ETag"]
    assert first.headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize(
    ("carrier", "query", "code"),
    [
        ("gs1-datamatrix", {"data": PACK, "dpi": "203", "x": "0.25"}, "x-too-small"),
        ("gs1-datamatrix", {"data": PACK, "x": "0.508"}, "x-too-large"),
        ("gs1-datamatrix", {"data": PACK, "x": "0.3"}, "x-not-whole-dots"),
        ("gs1-datamatrix", {"data": PACK, "shape": "12x64"}, "not-square-gs1-size"),
        ("gs1-datamatrix", {"data": PACK, "shape": "8x18"}, "symbol-too-long"),
        ("gs1-128", {"data": f"(01)08936012345674(21){'S' * 20}(10)12345678"}, "too-many-characters"),
        ("gs1-128", {"data": f"(01)08936012345674(21){'S' * 20}(10)1234567"}, "too-long"),
        ("gs1-qr", {"data": PACK, "use": "healthcare"}, "wrong-carrier-for-use"),
        ("ean-13", {"data": PACK}, "symbol-unfit"),
        ("ean-13", {"data": "(01)08936012345671"}, "INCORRECT_CHECK_DIGIT"),
        ("ean-13", {"data": "(01)08936012345674", "format": "gif"}, "field-choice"),
        ("gs1-qr", {"data": PACK, "format": "zpl", "native": "true"}, "symbol-unfit"),
        ("gs1-qr", {}, "field-required"),
    ],
)
def test_what_must_not_be_printed_is_refused_by_name(
    client: FlaskClient, carrier: str, query: dict[str, str], code: str
) -> None:
    for lang in ("vi", "en"):
        answer = client.get(f"/v1/symbols/{carrier}", query_string={**query, "lang": lang})
        told = said(answer)
        assert answer.status_code == 422
        assert code in {told["code"], *(fault["code"] for fault in told.get("errors", []))}
        assert "…" not in told["detail"]


def test_an_unknown_carrier_is_an_unknown_address(client: FlaskClient) -> None:
    assert client.get("/v1/symbols/aztec", query_string={"data": PACK}).status_code == 404


def test_the_printer_may_draw_by_itself(client: FlaskClient) -> None:
    query = {"data": "(01)08936012345674(10)A", "format": "zpl", "native": "true"}
    assert (
        "^BXN,4,200,16,16,6,_,1^FD_1010893601234567410A"
        in client.get("/v1/symbols/gs1-datamatrix", query_string=query).text
    )
