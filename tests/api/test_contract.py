"""The contract: it is valid, every operation has examples, and every example does what it says."""

from __future__ import annotations

from typing import Any  # Any: a contract is a tree of JSON

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from werkzeug.test import TestResponse

from api.openapi import examples_of, operations
from registry.ids import parse_id
from tests.api.conftest import said
from tests.api.world import World, build

SAMPLES = {
    "0sas1800001m0": "imported",
    "0sas154zk1m00": "product",
    "0sas155771m00": "recall",
    "0sas1600001m0": "capture",
} | {
    "0sas170000000": "proposal",
    "0sas180000000": "decision",
}
"""Keys made anew in every register, as the examples write them, and what they are in this world."""

LAST = {"declareRecall", "liftRecall", "approveProposal"}
"""What ends something that other examples speak of."""


@pytest.fixture
def world(app: APIFlask) -> World:
    """A register with little in it."""
    return build(app)


@pytest.fixture
def contract(client: FlaskClient) -> dict[str, Any]:
    """The OpenAPI document as it is served."""
    told: dict[str, Any] = said(client.get("/openapi.json"))
    return told


def test_the_contract_is_openapi_3_1(contract: dict[str, Any]) -> None:
    assert contract["openapi"].startswith("3.1")
    validate(contract)


def test_every_operation_has_two_examples_and_tells_problems(contract: dict[str, Any]) -> None:
    for path, verb, operation in operations(contract):
        name = operation["operationId"]
        assert len(examples_of(name)) >= 2, (verb, path, name)
        assert operation["responses"]["default"] == {"$ref": "#/components/responses/Problem"}
        assert operation["summary"]


def test_every_example_answers_as_it_says(app: APIFlask, world: World, contract: dict[str, Any]) -> None:
    wrong = []
    registry: Registry[Any] = Registry().with_resource("urn:contract", DRAFT202012.create_resource(contract))
    for path, verb, operation in sorted(operations(contract), key=lambda one: one[2]["operationId"] in LAST):
        for example in examples_of(operation["operationId"]):
            answer = call(app, world, (path, verb), example)
            if answer.status_code != example["status"]:
                wrong.append((operation["operationId"], example["name"], answer.status_code, answer.text[:300]))
            elif problem := mismatch(answer, operation, registry):
                wrong.append((operation["operationId"], example["name"], answer.status_code, problem))
    assert wrong == []


def test_money_is_text_everywhere(contract: dict[str, Any]) -> None:
    schemas = contract["components"]["schemas"]
    assert schemas["MoneyShown"]["properties"]["amount"]["type"] == "string"
    assert schemas["PriceShown"]["properties"]["unit_price"]["type"] == ["string"] or "string" in str(
        schemas["PriceShown"]["properties"]["unit_price"]["type"]
    )


def test_the_contract_can_be_read_without_script(client: FlaskClient, contract: dict[str, Any]) -> None:
    page = client.get("/docs", headers={"Accept": "text/html"}).text
    for _, _, operation in operations(contract):
        assert f'id="{operation["operationId"]}"' in page


def call(app: APIFlask, world: World, route: tuple[str, str], example: dict[str, Any]) -> TestResponse:
    """Do what an example says, in this world."""
    path, verb = route
    for name, value in example.get("path", {}).items():
        path = path.replace(f"{{{name}}}", meant(world, value))
    headers = example.get("headers", {}) | world.headers(example["as"])
    query = {name: meant(world, value) for name, value in example.get("query", {}).items()}
    client = app.test_client()
    if "text" in example:
        sent = {"data": example["text"].encode(), "content_type": example["content_type"]}
        return client.open(path, method=verb.upper(), headers=headers, query_string=query, **sent)
    return client.open(path, method=verb.upper(), headers=headers, query_string=query, json=example.get("body"))


def meant(world: World, value: str) -> str:
    """What a sample key of the examples is in this world."""
    return str(getattr(world, SAMPLES[value])) if value in SAMPLES else value


def mismatch(answer: TestResponse, operation: dict[str, Any], registry: Registry[Any]) -> str | None:
    """The first place where a JSON answer is not what its schema says."""
    if answer.status_code >= 400:
        return None if answer.mimetype == "application/problem+json" else answer.mimetype
    content = operation["responses"][str(answer.status_code if answer.status_code != 200 else _success(operation))].get(
        "content", {}
    )
    if answer.mimetype != "application/json" or "application/json" not in content:
        return None
    pointed = {"$ref": "urn:contract#" + _pointer(content["application/json"]["schema"])}
    errors = [*OAS31Validator(pointed, registry=registry).iter_errors(said(answer))]
    return f"{errors[0].json_path}: {errors[0].message}" if errors else None


def _success(operation: dict[str, Any]) -> str:
    return "200" if "200" in operation["responses"] else "201"


def _pointer(schema: dict[str, Any]) -> str:
    return str(schema["$ref"]).removeprefix("#")


def test_sample_keys_have_the_form_of_keys() -> None:
    assert all(parse_id(sample) for sample in SAMPLES)
