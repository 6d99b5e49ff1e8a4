"""Atom feeds (RFC 4287) without log-in: what changed in a product, in the goods of a maker, under a substance."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from importlib import resources
from xml.etree import ElementTree as ET

from flask import Blueprint, Response, request

from api.auth import reading
from api.desk import desk
from api.negotiate import Language, language
from api.v1.fields import instant_text
from registry.audit import service as audit
from registry.audit.model import Version
from registry.catalogue import service as catalogue
from registry.ids import format_id, parse_id
from registry.parties import service as parties
from registry.work import Work

feeds = Blueprint("feeds", __name__, url_prefix="/feeds")
ATOM = "http://www.w3.org/2005/Atom"
MOST = 50
PRODUCTS_MOST = 200
ET.register_namespace("", ATOM)
WORDS: dict[str, dict[str, str]] = tomllib.loads(
    resources.files("api").joinpath("change_texts.toml").read_text(encoding="utf-8")
)
"""Act -> what it is called."""


@feeds.get("/products/<product_id>.atom")
def product_feed(product_id: str) -> Response:
    """What changed in one product: itself, its licences, its packs."""
    key = parse_id(product_id)
    with reading() as work:
        product = catalogue.product(work, key)
        return _answer(product.name, audit.newest_about(work, _about(work, [key]), MOST))


@feeds.get("/makers/<party_id>.atom")
def maker_feed(party_id: str) -> Response:
    """What changed in the goods of one maker."""
    key = parse_id(party_id)
    with reading() as work:
        party = parties.party(work, key)
        about = _about(work, catalogue.products_of_maker(work, key, PRODUCTS_MOST))
        return _answer(party.name, audit.newest_about(work, [("party", format_id(key)), *about], MOST))


@feeds.get("/ingredients/<substance>.atom")
def ingredient_feed(substance: str) -> Response:
    """What changed in the medicines with one active substance, told by its key (as in `group_key`)."""
    with reading() as work:
        about = _about(work, catalogue.products_with_substance(work, substance[:100], PRODUCTS_MOST))
        return _answer(substance[:100], audit.newest_about(work, about, MOST))


def _about(work: Work, product_ids: Sequence[int]) -> list[tuple[str, str]]:
    """The records whose changes concern some products."""
    found: list[tuple[str, str]] = []
    for product_id in product_ids:
        found.append(("product", format_id(product_id)))
        found += [("authorisation", format_id(one.id)) for one in catalogue.authorisations_of(work, product_id)]
        found += [("trade-item", format_id(one.id)) for one in catalogue.trade_items_of(work, product_id)]
    return found


def _answer(title: str, versions: Sequence[Version]) -> Response:
    lang, stem = language(), desk().settings.stem
    feed = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": lang})
    _add(feed, "id", f"{stem}{request.path}")
    _add(feed, "title", title)
    _add(feed, "updated", instant_text(versions[0].recorded_at) if versions else "1970-01-01T00:00:00Z")
    feed.append(ET.Element(f"{{{ATOM}}}link", {"rel": "self", "href": f"{stem}{request.path}"}))
    author = ET.SubElement(feed, f"{{{ATOM}}}author")
    _add(author, "name", "medreg")
    for version in versions:
        feed.append(_entry(version, lang, stem))
    text = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    answer = Response(text, mimetype="application/atom+xml")
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


def _entry(version: Version, lang: Language, stem: str) -> ET.Element:
    entry = ET.Element(f"{{{ATOM}}}entry")
    _add(entry, "id", f"{stem}/v1/records/{version.kind}/{version.key}#{version.number}")
    name = str(version.body.get("name") or version.body.get("number") or version.body.get("gtin") or version.key)
    _add(entry, "title", f"{name}: {WORDS.get(version.action, {}).get(lang, version.action)}")
    _add(entry, "updated", instant_text(version.recorded_at))
    href = f"{stem}/v1/records/{version.kind}/{version.key}/history"
    entry.append(ET.Element(f"{{{ATOM}}}link", {"rel": "alternate", "href": href}))
    told = ", ".join(f"{field}: {_short(version.body.get(field))}" for field in sorted(version.changed))
    _add(entry, "summary", (f"{version.reason}. " if version.reason else "") + told[:1000])
    return entry


def _short(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


def _add(parent: ET.Element, name: str, text: str) -> None:
    element = ET.SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = "".join(character for character in text if character >= " " or character in "\t\n")
