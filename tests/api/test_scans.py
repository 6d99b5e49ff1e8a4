"""Scans over HTTP: a drawn label comes back as a verdict; a bad picture is a problem, never a 500."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from apiflask import APIFlask

from gs1 import parse
from scanner import SymbolKind, close_worker, draw
from tests.api.conftest import said
from tests.api.world import World, build


@pytest.fixture
def world(app: APIFlask) -> World:
    """A register with little in it."""
    return build(app)


@pytest.fixture(autouse=True)
def ended_worker() -> Iterator[None]:
    """No decoding process outlives its test."""
    yield
    close_worker()


def picture(world: World, batch: str) -> bytes:
    """A label as a picture."""
    text = f"(01){world.gtin}(17)271231(10){batch}"
    return draw(parse(text), SymbolKind.GS1_DATAMATRIX).png()


def test_a_picture_of_a_recalled_pack_is_red(app: APIFlask, world: World) -> None:
    sent = picture(world, world.recalled_batch)
    answer = app.test_client().post("/v1/scans", data=sent, content_type="image/png")
    scan = said(answer)["scans"][0]
    assert answer.status_code == 200
    assert scan["problem"] is None
    reading = scan["readings"][0]
    assert (reading["carrier"], reading["believed"]) == ("data-matrix", True)
    assert reading["elements"] == {"01": world.gtin, "17": "271231", "10": world.recalled_batch}
    assert reading["verdict"]["colour"] == "red"


def test_of_several_pictures_each_is_told_and_a_bad_one_spoils_no_other(app: APIFlask, world: World) -> None:
    parts = {
        "good": (io.BytesIO(picture(world, world.batch)), "good.png"),
        "bad": (io.BytesIO(b"no picture"), "bad.png"),
    }
    scans = said(app.test_client().post("/v1/scans?lang=en", data=parts))["scans"]
    told = {scan["name"]: scan for scan in scans}
    assert told["good.png"]["readings"]
    assert told["bad.png"]["problem"]["code"].startswith("picture-")
    assert told["bad.png"]["problem"]["title"]


@pytest.mark.parametrize("sent", [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"<svg/>", b"\xff\xd8\xff\xe0" + b"0" * 200])
def test_no_bytes_make_the_service_fail(app: APIFlask, sent: bytes) -> None:
    answer = app.test_client().post("/v1/scans", data=sent, content_type="image/png")
    assert answer.status_code == 200
    assert said(answer)["scans"][0]["problem"]["status"] < 500


@pytest.mark.parametrize("body", [[], {}, {"text": 3}, {"texts": []}, {"text": ""}, "x"])
def test_json_that_names_no_text_is_a_problem(app: APIFlask, body: object) -> None:
    answer = app.test_client().post("/v1/scans", json=body)
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"


def test_a_text_of_another_type_is_refused(app: APIFlask) -> None:
    assert app.test_client().post("/v1/scans", data=b"x", content_type="text/plain").status_code == 415
