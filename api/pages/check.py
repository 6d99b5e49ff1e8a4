"""Checking a pack: a typed code or a picture becomes one address of GS1 Digital Link, and that address the verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import quote

from api.pages import product
from api.pages.formats import Both
from api.pages.values import CheckPage, ItemPage, ProductPage, Reading, Tone
from api.pages.words import Told
from api.verdict_words import next_step_text, reason_text
from gs1 import Gs1Error, Message, ParseOptions, Problem, parse
from registry.catalogue import service as catalogue
from registry.catalogue.model import AuthorisationNumber
from registry.errors import BadInput, NotFound
from registry.ids import format_id
from registry.verification import service as verification
from registry.verification.model import Colour, Identity, Verdict
from registry.work import Work
from scanner.errors import ScanCode, ScanError
from scanner.isolation import read_in_worker
from scanner.reading import Reading as Seen
from scanner.reading import to_reading

CODE_MAX = 500
KEPT = ("10", "21")
"""What of a pack is written into its address after the GTIN: batch and serial number; the expiry goes behind `?`."""


@dataclass(frozen=True, slots=True)
class GoTo:
    """The code is understood: its page stands at `path`."""

    path: str


def typed(work: Work, text: str) -> GoTo | CheckPage:
    """Return where a typed or pasted code leads, or the form again with what is wrong with it."""
    code = text.strip()[:CODE_MAX]
    if not code:
        return CheckPage()
    number = _by_number(work, code)
    if number is not None:
        return GoTo(number)
    try:
        message = parse(code, ParseOptions(today=work.today, permit_plain_data=True))
    except Gs1Error as error:
        words = Both(error.message("vi"), error.message("en"))
        return CheckPage(code, Told("check.unread"), Told.of("check.said", words=words), _mark(code, error.problem))
    if message.gtin is None:
        return CheckPage(code, Told("check.unread"), Told("check.no_gtin"))
    return GoTo(path_of(message))


def pictured(work: Work, picture: bytes, most: int) -> GoTo | CheckPage:
    """Return where the code in a picture of at most `most` bytes leads; several give a choice, none gives advice."""
    refused = CheckPage(
        fault=Told("check.bad_picture"), advice=Told.of("check.bad_picture_lead", megabytes=most // 1_000_000)
    )
    if len(picture) > most:
        return refused
    try:
        symbols = read_in_worker(picture, want="all").symbols
    except ScanError as error:
        return CheckPage(fault=Told("check.too_busy")) if error.code is ScanCode.SCAN_BUSY else refused
    seen = [to_reading(symbol) for symbol in symbols]
    paths = {path: one for one in seen if (path := _path_of_reading(work, one)) is not None}
    sure = [path for path, one in paths.items() if one.symbol.believed]
    if len(paths) == 1 and sure:
        return GoTo(sure[0])
    if paths:
        return CheckPage(
            readings=tuple(Reading(one.text, path, not one.symbol.believed) for path, one in paths.items())
        )
    if seen:
        return replace(typed_again(seen[0].text), fault=Told("check.unread"))
    return CheckPage(fault=Told("check.no_symbol"), advice=Told("check.no_symbol_lead"))


def typed_again(text: str) -> CheckPage:
    """Return the form with a text that was read but not understood."""
    return CheckPage(text[:CODE_MAX], advice=Told("check.no_gtin"))


def path_of(message: Message) -> str:
    """Return the address of what a message names: /01/{gtin}/10/{batch}/21/{serial}?17={expiry}."""
    parts = "".join(f"/{ai}/{quote(value, safe='')}" for ai in KEPT if (value := message.get(ai)))
    expiry = message.get("17")
    return f"/01/{message.gtin}{parts}" + (f"?17={expiry}" if expiry else "")


def item_of(work: Work, identity: Identity) -> ItemPage:
    """Return the verdict on a pack, with the product where the register knows it."""
    verdict = verification.verify(work, identity)
    step = verdict.next_step
    return ItemPage(
        gtin=identity.gtin.text,
        tone=Tone(verdict.colour.value),
        title=title_of(verdict, identity),
        next_step=Both(next_step_text(step, "vi"), next_step_text(step, "en")),
        reasons=tuple(Both(reason_text(one, "vi"), reason_text(one, "en")) for one in verdict.reasons),
        checked=work.now,
        product=_product(work, identity),
        batch=identity.batch,
        serial=identity.serial,
        expiry=identity.expiry,
    )


def title_of(verdict: Verdict, identity: Identity) -> Told:
    """Return the verdict in three words; amber for want of a batch number is no warning but a question."""
    if verdict.colour is Colour.AMBER and identity.batch is None and identity.serial is None:
        return Told("verdict.title_no_batch")
    return Told(f"verdict.title_{verdict.colour}")


def _product(work: Work, identity: Identity) -> ProductPage | None:
    try:
        return product.page_of(work, catalogue.trade_item(work, identity.gtin).product_id)
    except NotFound:
        return None


def _mark(code: str, fault: Problem) -> tuple[str, str, str]:
    """Return the text before the fault, the fault and the rest: of the whole code where its place there is known."""
    text, (start, length) = (code, fault.span) if fault.span else (fault.value, (fault.start, fault.length))
    return text[:start], text[start : start + length], text[start + length :]


def _by_number(work: Work, code: str) -> str | None:
    try:
        one = catalogue.find_by_number(work, AuthorisationNumber.parse(code))
    except (BadInput, NotFound):
        return None
    return f"/san-pham/{format_id(one.product_id)}"


def _path_of_reading(work: Work, seen: Seen) -> str | None:
    if seen.faults:
        return None
    try:
        message = seen.message or parse(seen.text, ParseOptions(today=work.today, permit_plain_data=True))
    except Gs1Error:
        return None
    return path_of(message) if message.gtin is not None else None
