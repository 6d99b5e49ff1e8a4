"""GS1 Digital Link addresses of this register: `/01/{gtin}[/10/{batch}][/21/{serial}]`, as a page or as JSON."""

from __future__ import annotations

from urllib.parse import quote

import orjson
from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as Answer

from api.auth import reading
from api.desk import desk
from api.negotiate import language
from api.pages.answering import refuse, wants_json
from api.pages.views import item_page
from api.v1.verify import verdict_document
from gs1 import Message, ParseOptions, parse_digital_link
from registry.ids import format_id
from registry.verification import service as verification
from registry.verification.model import Identity

resolver = Blueprint("resolver", __name__)
resolver.register_error_handler(Exception, refuse)
LINKSET = "application/linkset+json"
VOCABULARY = "https://ref.gs1.org/voc/"


@resolver.get("/01/<path:parts>")
def resolve(parts: str) -> Answer:
    """Answer a Digital Link: a page to people, a verdict with links to programs, a linkset to resolvers (RFC 9264)."""
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    with reading() as work:
        message = parse_digital_link(f"{desk().settings.stem}/01/{quote(parts)}{query}", ParseOptions(today=work.today))
    if request.accept_mimetypes.best == LINKSET or request.args.get("linkType") == "all":
        return Response(orjson.dumps(linkset(message)), mimetype=LINKSET)
    return _json(message) if wants_json() else item_page(message)


def linkset(message: Message) -> dict[str, object]:
    """Return where to learn more of what a Digital Link names (GS1-Conformant Resolver 1.1, RFC 9264)."""
    stem = desk().settings.stem
    links = {"anchor": message.digital_link(stem), "itemDescription": message.digital_link(stem)}
    if message.gtin is None:
        return {"linkset": [links]}
    page = {"href": links["itemDescription"], "title": "medreg", "type": "text/html", "hreflang": ["vi", "en"]}
    item = {"href": f"{stem}/v1/trade-items/{message.gtin.text}", "title": "Trade item", "type": "application/json"}
    told = {
        "anchor": links["anchor"],
        f"{VOCABULARY}defaultLink": [page],
        f"{VOCABULARY}pip": [page],
        f"{VOCABULARY}masterData": [item],
    }
    return {"linkset": [told]}


def _json(message: Message) -> Response:
    with reading() as work:
        verdict = verification.verify(work, Identity.of(message))
    product = verdict.facts.product_id
    body = {
        "elements": dict(message.pairs),
        "verdict": verdict_document(verdict, language()),
        "product": None if product is None else f"/v1/products/{format_id(product)}",
        "trade_item": f"/v1/trade-items/{verdict.facts.gtin.text}",
    }
    return Response(orjson.dumps(body), mimetype="application/json", headers={"Cache-Control": "no-store"})
