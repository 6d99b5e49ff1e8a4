"""Published files of other registers, sent over HTTP as they are."""

from __future__ import annotations

from apiflask import APIFlask

from tests.api.conftest import said
from tests.api.world import build
from tests.registry.exchange.test_foreign import PRODUCT


def test_a_french_table_is_taken_as_plain_text_and_told_by_its_content(app: APIFlask) -> None:
    world = build(app)
    answer = app.test_client().post(
        "/v1/imports?dry_run=1",
        data=(PRODUCT + "\r\n").encode("cp1252"),
        content_type="text/plain",
        headers=world.headers("authority"),
    )
    told = said(answer)
    assert (answer.status_code, told["layout"], told["rows"], told["taken"]) == (200, "bdpm-products", 1, 1)
