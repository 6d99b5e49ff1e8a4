"""Lists and their manners: paging to the end, conditional reads, CSV that no spreadsheet runs, limits on haste."""

from __future__ import annotations

from pathlib import Path

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from api.app import create_app
from api.limits import Buckets, network
from api.negotiate import safe_cell
from registry.settings import Settings
from tests.api.conftest import desk_of, said
from tests.api.world import World, build


@pytest.fixture
def world(app: APIFlask) -> World:
    """A register with little in it."""
    return build(app)


def test_the_links_lead_through_all_pages_without_repeating(client: FlaskClient, world: World) -> None:
    address: str | None = f"/v1/products/{world.product}/prices?limit=2"
    seen = []
    while address is not None:
        answer = client.get(address)
        seen += [row["id"] for row in said(answer)["items"]]
        link = answer.headers.get("Link")
        address = link.partition(">")[0].removeprefix("<") if link else None
    assert len(seen) == len(set(seen)) == 3


def test_what_has_not_changed_is_not_sent_again(client: FlaskClient, world: World) -> None:
    first = client.get(f"/v1/products/{world.product}")
    assert first.headers["Cache-Control"].startswith("public")
    again = client.get(f"/v1/products/{world.product}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_what_a_key_was_shown_for_stays_out_of_shared_caches(client: FlaskClient, world: World) -> None:
    answer = client.get(f"/v1/products/{world.product}", headers=world.headers("pharmacy"))
    assert answer.headers["Cache-Control"].startswith("private")


def test_a_list_is_csv_on_demand(client: FlaskClient, world: World) -> None:
    answer = client.get(f"/v1/products/{world.product}/prices?format=csv&bom=1")
    lines = answer.data.decode("utf-8").splitlines()
    assert answer.mimetype == "text/csv"
    assert lines[0].startswith("\ufeff")
    assert len(lines) == 4


@pytest.mark.parametrize(
    ("cell", "safe"),
    [("=1+1", "'=1+1"), ("@x", "'@x"), ("-12.5", "-12.5"), ("-x", "'-x"), ("+84", "'+84"), (None, ""), ("a", "a")],
)
def test_a_cell_is_never_a_formula(cell: str | None, safe: str) -> None:
    assert safe_cell(cell) == safe


@pytest.mark.parametrize("query", ["cursor=x", "limit=0", "limit=x", "lang=fr", "format=xml"])
def test_a_wrong_query_is_told_with_its_place(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/v1/products?{query}")
    assert answer.status_code == 422
    assert said(answer)["errors"][0]["pointer"] == f"/{query.partition('=')[0]}"


def test_who_is_too_fast_is_told_when_to_come_again(app: APIFlask, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database=desk_of(app).settings.database, requests_per_minute=2)
    hasty = create_app(settings)
    answers = [hasty.test_client().get("/v1/recalls") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0].headers["RateLimit"] == '"minute";r=1;t=31'
    assert answers[2].headers["Retry-After"] == "31"
    assert hasty.test_client().get("/livez").status_code == 200
    desk_of(hasty).workbench.close()


def test_a_bucket_fills_again_with_time() -> None:
    buckets = Buckets()
    assert [buckets.take("a", 60, at) is not None for at in [0.0] * 61] == [True] * 60 + [False]
    assert buckets.take("a", 60, 1.0) is not None
    assert buckets.take("b", 60, 1.0) is not None


def test_neighbours_share_a_bucket() -> None:
    assert network("203.0.113.7") == network("203.0.113.250")
    assert network("2001:db8:1:2::3") == network("2001:db8:1:ffff::1")
