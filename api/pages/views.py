"""The addresses of the pages: Vietnamese at the root, English under /en; each asks one service and fills one page."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, redirect, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Answer

from api.auth import reading
from api.desk import desk
from api.pages import check, home, product, recalls, search
from api.pages.answering import answer, frame, language_of, refuse, shell
from api.pages.shell import address
from api.pages.values import CheckPage
from api.pages.words import Told
from gs1 import Message, ParseOptions, build, parse_digital_link
from registry.catalogue import service as catalogue
from registry.catalogue.service import kpis
from registry.errors import BadInput
from registry.errors import NotFound as Unknown
from registry.ids import format_id, parse_id
from registry.paging import Cursor
from registry.verification.model import Identity

RECALLS_LIMIT = 50
site = Blueprint("site", __name__)
english = Blueprint("en", __name__, url_prefix="/en")
pages = Blueprint("pages", __name__)
"""Both languages, as the application registers them."""
pages.register_error_handler(Exception, refuse)


@site.get("/", strict_slashes=False)
def first() -> Response:
    """The first page."""
    with reading() as work:
        return answer("home.html", shell("/"), view=home.page_of(work))


@site.get("/tim")
def find() -> Answer:
    """Search; a number or a GTIN leads straight to its product."""
    query, cursor = request.args.get("q", ""), request.args.get("cursor", "")
    with reading() as work:
        exact = search.exact(work, query) if query and not cursor else None
        if exact is not None:
            return go_to(exact)
        view = search.page_of(work, query, cursor)
    path = f"/tim?q={quote(view.query)}" if view.query else "/tim"
    told = shell(path, section="search", json=f"/v1/products?q={quote(view.query)}")
    return answer("search.html", told, view=view)


@site.get("/san-pham/<product_id>")
def show_product(product_id: str) -> Response:
    """A product."""
    key = key_of(product_id, "product-unknown")
    with reading() as work:
        view = product.page_of(work, key)
    return answer("product.html", shell(f"/san-pham/{view.id}", json=f"/v1/products/{view.id}"), view=view)


@site.get("/so-dang-ky/<path:number>")
def show_number(number: str) -> Answer:
    """Any registration number, old or new, leads to its product."""
    with reading() as work:
        return go_to(f"/san-pham/{format_id(catalogue.find_by_number(work, number).product_id)}")


@site.get("/kiem-tra")
def check_code() -> Answer:
    """The form for a code; with a code, its verdict."""
    code = request.args.get("ma", "")
    gtin, batch = request.args.get("gtin"), request.args.get("batch")
    if gtin and batch:
        return go_to(check.path_of(build([("01", gtin), ("10", batch.strip())])))
    with reading() as work:
        found = check.typed(work, code)
    return go_to(found.path) if isinstance(found, check.GoTo) else check_form(found)


@site.post("/scan")
def scan() -> Answer:
    """Read the code in a picture and go to its verdict; the picture is not kept."""
    sent = request.files.get("picture")
    picture = sent.read() if isinstance(sent, FileStorage) else b""
    if not picture:
        return check_form(CheckPage(fault=Told("check.no_file"), advice=Told("check.no_file_lead")))
    with reading() as work:
        found = check.pictured(work, picture, desk().settings.picture_bytes)
    return go_to(found.path) if isinstance(found, check.GoTo) else check_form(found)


@site.get("/01/<path:parts>")
def show_item(parts: str) -> Response:
    """A GS1 Digital Link under its language; the address without one belongs to `api.resolver`."""
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    with reading() as work:
        message = parse_digital_link(f"https://id.gs1.org/01/{quote(parts)}{query}", ParseOptions(today=work.today))
    return item_page(message)


@site.get("/thu-hoi")
def list_recalls() -> Response:
    """The open recalls."""
    cursor = request.args.get("cursor")
    with reading() as work:
        found = recalls.lines(work, Cursor.parse(cursor) if cursor else None, RECALLS_LIMIT)
    told = shell("/thu-hoi", section="recalls", json="/v1/recalls")
    return answer("recalls.html", told, lines=found.items, next=str(found.next) if found.next else None)


@site.get("/thu-hoi/<recall_id>")
def show_recall(recall_id: str) -> Response:
    """One recall."""
    key = key_of(recall_id, "recall-unknown")
    with reading() as work:
        view = recalls.page_of(work, key)
    told = shell(f"/thu-hoi/{view.id}", section="recalls", json=f"/v1/recalls/{view.id}")
    return answer("recall.html", told, view=view)


@site.get("/du-lieu")
def about() -> Response:
    """What the data is made of."""
    return answer("about.html", shell("/du-lieu", section="about"))


@site.get("/so-lieu")
def show_figures() -> Response:
    """How much of what is licensed has an identifier."""
    with reading() as work:
        view = kpis.figures(work)
    return answer("figures.html", shell("/so-lieu", section="about", json="/v1/figures"), view=view)


def key_of(text: str, code: str) -> int:
    """Return the key in an address; for a person, one that is miswritten is one that is unknown."""
    try:
        return parse_id(text)
    except BadInput:
        raise Unknown(code, id=text[:40]) from None


def item_page(message: Message) -> Response:
    """Return the page of what a Digital Link names; `api.resolver` gives it to people's browsers."""
    with reading() as work:
        item = check.item_of(work, Identity.of(message))
    path = check.path_of(message)
    return answer("item.html", shell(path, section="check", json=path), fresh=True, item=item)


def check_form(view: CheckPage) -> Response:
    """Return the form for a code, with what went wrong."""
    return answer("check.html", shell("/kiem-tra", section="check"), fresh=bool(view.fault), view=view)


def go_to(path: str) -> Answer:
    """Lead to another page in the language of this one."""
    return redirect(address(language_of(), path, {}), 303)


@english.get("/<path:unknown>")
def lost(unknown: str) -> Response:
    """An unknown address under /en, told in English."""
    raise NotFound(unknown)


pages.register_blueprint(site, name="vi")
english.register_blueprint(site)
pages.register_blueprint(english)
pages.app_context_processor(frame)
