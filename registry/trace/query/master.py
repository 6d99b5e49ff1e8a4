"""Reads the master data in the header of a document: attributes and children of vocabulary elements (EPCIS 2.0 9.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from registry.audit.model import Json
from registry.trace.query.values import clipped, full_name, identity

CHILD = "child"
"""The name under which a child of an element is kept; no attribute is called so, for theirs have a namespace."""


def master_facts(document: Mapping[str, Json], prefixes: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return (element, attribute, value) and (element, `child`, child) for all that a document's header tells."""
    told: Json = dict(document)
    for step in ("epcisHeader", "epcisMasterData", "vocabularyList"):
        told = told.get(step) if isinstance(told, dict) else None
    elements = [one for vocabulary in _objects(told) for one in _objects(vocabulary.get("vocabularyElementList"))]
    return sorted({fact for element in elements for fact in _facts(element, prefixes)})


def _facts(element: Mapping[str, Json], prefixes: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    named = element.get("id")
    if not isinstance(named, str):
        return
    for one in _objects(element.get("attributes")):
        name, value = one.get("id"), one.get("attribute")
        if isinstance(name, str):
            yield identity(named), full_name(name, prefixes), clipped(value if isinstance(value, str) else "")
    children = element.get("children")
    for child in children if isinstance(children, list) else []:
        if isinstance(child, str):
            yield identity(named), CHILD, identity(child)


def _objects(told: Json) -> Iterator[dict[str, Json]]:
    for part in told if isinstance(told, list) else []:
        if isinstance(part, dict):
            yield part
