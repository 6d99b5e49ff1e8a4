"""Scans over HTTP: a drawn label comes back as a verdict; a bad picture is a problem, never a 500."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from apiflask import APIFlask
from werkzeug.datastructures import MultiDict

from api.jobs import Worker
from api.labels import Label, LabelKind, label_sheet
from gs1 import parse
from scanner import SymbolKind, close_worker, draw
from tests.api.conftest import desk_of, said
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
    assert answer.status_code in {413, 415, 422}
    assert answer.mimetype == "application/problem+json"
    assert said(answer)["code"].startswith("picture-")


@pytest.mark.parametrize("body", [[], {}, {"text": 3}, {"texts": []}, {"text": ""}, "x"])
def test_json_that_names_no_text_is_a_problem(app: APIFlask, body: object) -> None:
    answer = app.test_client().post("/v1/scans", json=body)
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"


def test_a_text_of_another_type_is_refused(app: APIFlask) -> None:
    assert app.test_client().post("/v1/scans", data=b"x", content_type="text/plain").status_code == 415


def test_the_three_symbols_of_a_logistic_label_are_one_product(app: APIFlask, world: World) -> None:
    text = f"(00)389388880000000016(02){world.gtin}(17)271231(10)A2601(37)48"
    sheet = label_sheet([Label(parse(text), "Thùng", kind=LabelKind.PALLET)], "roll-100x150", 203)
    scan = said(app.test_client().post("/v1/scans", data=sheet.png(), content_type="image/png"))["scans"][0]
    assert len(scan["readings"]) == 3
    (product,) = scan["products"]
    assert sorted(product["symbols"]) == [0, 1, 2]
    assert product["faults"] == []
    assert product["elements"] == dict(parse(text).pairs)


def test_a_product_is_judged_by_all_its_symbols_and_every_vote_is_told(app: APIFlask, world: World) -> None:
    sent = picture(world, world.recalled_batch)
    scan = said(app.test_client().post("/v1/scans", data=sent, content_type="image/png"))["scans"][0]
    assert scan["products"][0]["verdict"]["colour"] == "red"
    assert any(vote.startswith("zxing:") for vote in scan["readings"][0]["votes"])


def test_damage_of_a_keyboard_scanner_is_named_and_the_pack_still_judged(app: APIFlask, world: World) -> None:
    typed = f"01{world.gtin}10{world.recalled_batch}<GS>21MAU0001\r\n"
    (reading,) = said(app.test_client().post("/v1/scans?lang=en", json={"text": typed}))["scans"][0]["readings"]
    assert [damage["code"] for damage in reading["damages"]] == ["LINE_END_TYPED", "SEPARATOR_STAND_IN"]
    assert all(damage["detail"] for damage in reading["damages"])
    assert reading["elements"] == {"01": world.gtin, "10": world.recalled_batch, "21": "MAU0001"}
    assert (reading["believed"], reading["verdict"]["colour"]) == (True, "red")


def test_a_text_that_may_have_lost_a_separator_is_judged_for_no_meaning(app: APIFlask, world: World) -> None:
    typed = f"01{world.gtin}10AB21123421AB"
    (reading,) = said(app.test_client().post("/v1/scans", json={"text": typed}))["scans"][0]["readings"]
    assert (reading["believed"], reading["verdict"]) == (False, None)
    told = [meaning["bracketed"] for meaning in reading["meanings"]]
    assert told[:2] == [f"(01){world.gtin}(10)AB21123421AB", f"(01){world.gtin}(10)AB(21)123421AB"]


def test_many_pictures_are_read_as_a_job_and_then_forgotten(app: APIFlask, world: World) -> None:
    parts = MultiDict((f"p{place}", (io.BytesIO(picture(world, world.batch)), f"{place}.png")) for place in range(9))
    parts.add("bad", (io.BytesIO(b"no picture"), "bad.png"))
    client, headers = app.test_client(), world.headers("authority")
    answer = client.post("/v1/scans/jobs?lang=en", data=parts, headers=headers)
    assert answer.status_code == 202
    kept = desk_of(app).settings.home / "scans"
    assert sum(one.is_file() for one in kept.rglob("*")) == 10
    Worker(desk_of(app).workbench, desk_of(app).settings).run_waiting()
    job = said(client.get(answer.headers["Location"], headers=headers))
    assert job["state"] == "done"
    scans = job["result"]["scans"]
    assert [scan["name"] for scan in scans] == [*(f"{place}.png" for place in range(9)), "bad.png"]
    assert all(scan["products"][0]["verdict"]["colour"] for scan in scans[:9])
    assert scans[9]["problem"]["code"].startswith("picture-")
    assert [*kept.iterdir()] == []
    assert client.get(answer.headers["Location"]).status_code == 404, "a job is its owner's"


def test_a_job_without_pictures_or_with_too_many_is_refused_and_keeps_nothing(app: APIFlask, world: World) -> None:
    client, headers = app.test_client(), world.headers("authority")
    empty = client.post("/v1/scans/jobs", data={}, headers=headers, content_type="multipart/form-data")
    assert (empty.status_code, said(empty)["code"]) == (422, "part-missing")
    parts = MultiDict((f"p{place}", (io.BytesIO(b"x"), "x.png")) for place in range(501))
    many = client.post("/v1/scans/jobs", data=parts, headers=headers)
    assert (many.status_code, said(many)["code"]) == (413, "pictures-too-many")
    assert client.post("/v1/scans/jobs", data=b"x", headers=headers, content_type="text/plain").status_code == 415
    assert client.post("/v1/scans/jobs", json={"texts": ["x"]}, headers=world.headers("pharmacy")).status_code == 403
    assert not (desk_of(app).settings.home / "scans").exists()
