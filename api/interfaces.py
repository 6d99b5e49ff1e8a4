"""All interfaces for machines, as the application registers them."""

from __future__ import annotations

from flask import Blueprint, Flask, current_app, request
from werkzeug.exceptions import UnsupportedMediaType

from api.epcis.routes import epcis
from api.feeds import feeds
from api.resolver import resolver
from api.v1.authorisations import authorisations
from api.v1.batches import batches
from api.v1.changes import changes
from api.v1.company_prefixes import company_prefixes
from api.v1.decisions import decisions
from api.v1.figures import figures
from api.v1.gtin_advice import gtin_advice
from api.v1.imports import imports
from api.v1.jobs import jobs
from api.v1.journal import journal
from api.v1.keys import keys
from api.v1.labels import labels
from api.v1.packs import packs
from api.v1.parties import parties
from api.v1.prices import product_prices
from api.v1.products import products
from api.v1.proposals import proposals
from api.v1.recalls import recalls_blueprint
from api.v1.registrations import registrations
from api.v1.reservations import reservations
from api.v1.scans import scans
from api.v1.subscriptions import subscriptions
from api.v1.symbols import symbols
from api.v1.trade_items import trade_items
from api.v1.verify import verify
from api.vrs import vrs

INTERFACES: tuple[Blueprint, ...] = (
    verify,
    vrs,
    scans,
    registrations,
    parties,
    keys,
    products,
    product_prices,
    authorisations,
    proposals,
    decisions,
    trade_items,
    gtin_advice,
    company_prefixes,
    reservations,
    batches,
    labels,
    symbols,
    packs,
    recalls_blueprint,
    imports,
    changes,
    figures,
    subscriptions,
    feeds,
    jobs,
    journal,
    epcis,
    resolver,
)


def register(app: Flask) -> None:
    """Put every interface on `app`; a body that is no JSON is refused where a form of JSON is read (RFC 9110, 415)."""
    for interface in INTERFACES:
        app.register_blueprint(interface)

    @app.before_request
    def check_media_type() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        wanted = getattr(view, "_spec", {}).get("content_type")
        if wanted == "application/json" and request.content_length and not request.is_json:
            raise UnsupportedMediaType
