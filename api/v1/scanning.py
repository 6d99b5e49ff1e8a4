"""What a picture or a typed text says, and what the register thinks of it, as documents: for views and for jobs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from api.negotiate import Language
from api.problems import document, fault_document, fault_of_gs1, told_of
from api.v1.verify import verdict_document
from gs1 import Gs1Error, Message, ParseOptions, Problem, parse
from gs1.wedge import Diagnosis, diagnose
from registry.errors import RegistryError, TooMuch
from registry.verification import service as verification
from registry.verification.model import Identity
from registry.work import Actor, Workbench
from scanner import Reading, ScanError, ScanResult, read_in_worker, to_reading
from scanner.grouping import ProductReading, group

Document = dict[str, object]
MANY_MEANINGS = 5
GS = "\x1d"
MARKED = ("(", "]", "http://", "https://", "HTTP://", "HTTPS://")
"""A text that begins so, or holds a separator, says itself where its elements end; any other may have lost some."""


@dataclass(frozen=True, slots=True)
class Looker:
    """Reads for somebody, in their language, on one register."""

    workbench: Workbench
    actor: Actor
    language: Language
    picture_bytes: int

    def of_picture(self, name: str, picture: bytes) -> Document:
        """Return what was read in a picture; a picture that cannot be read is told as a problem."""
        try:
            return self.read(name, picture)
        except (ScanError, RegistryError) as error:
            return {"name": name, "readings": [], "products": [], "problem": document(told_of(error), self.language)}

    def read(self, name: str, picture: bytes) -> Document:
        """Return what was read in a picture; raise `TooMuch` or `ScanError` for one that cannot be read."""
        if len(picture) > self.picture_bytes:
            raise TooMuch("picture-too-many-bytes", limit=self.picture_bytes, bytes=len(picture))
        found = read_in_worker(picture, want="all")
        believed = [symbol for symbol in found.symbols if symbol.believed]
        return {
            "name": name,
            "readings": [self._of_symbol(to_reading(symbol)) for symbol in found.symbols],
            "products": [self._of_product(product, found) for product in group(believed)],
            "gave_up": found.gave_up,
            "elapsed_ms": round(found.elapsed_ms, 1),
            "problem": None,
        }

    def of_text(self, text: str) -> Document:
        """Return what a text means that a scanner typed: damages of keyboard mode are named, never undone unsaid."""
        with self.workbench.read(self.actor) as work:
            today = work.today
        marked = text.startswith(MARKED) or GS in text
        try:
            message = parse(text, ParseOptions(today=today)) if marked else None
            faults: tuple[Problem, ...] = ()
        except Gs1Error as error:
            message, faults = None, error.problems
        if message is not None:
            readings = [self._of_message(text, message)]
        else:
            meanings = diagnose(text, today=today)
            readings = self._of_meanings(text, meanings) if meanings else [self._unread(text, faults)]
        return {"name": "text", "readings": readings, "products": [], "problem": None}

    def _of_message(self, text: str, message: Message) -> Document:
        return {"text": text, "believed": True, **self._said(message, (), judged=True)}

    def _of_meanings(self, text: str, meanings: Sequence[Diagnosis]) -> list[Document]:
        """The likeliest meaning with what was undone; only a certain one may be acted on, else a person chooses."""
        best = meanings[0]
        damages = [
            {"code": str(one.code), "start": one.start, "found": one.found, "detail": one.message(self.language)}
            for one in best.damages
        ]
        others = [
            {"bracketed": one.message.bracketed(), "share": round(one.share, 3)} for one in meanings[:MANY_MEANINGS]
        ]
        told = {"text": text, "believed": best.is_certain, "damages": damages, "meanings": others}
        return [
            {**told, **self._said(message, (), judged=best.is_certain)}
            for message in chain((best.message,), best.following)
        ]

    def _unread(self, text: str, faults: tuple[Problem, ...]) -> Document:
        """A text that means nothing right: what can be read of it, with every fault."""
        try:
            message = parse(text, ParseOptions(mode="lenient"))
        except Gs1Error as error:
            return {"text": text, "believed": True, **self._said(None, error.problems or faults, judged=False)}
        return {"text": text, "believed": True, **self._said(message, message.problems or faults, judged=False)}

    def _of_symbol(self, told: Reading) -> Document:
        symbol = told.symbol
        return {
            "text": told.text,
            "carrier": symbol.carrier.value,
            "identifier": symbol.identifier,
            "confidence": symbol.confidence.value,
            "believed": symbol.believed,
            "votes": [f"{vote.engine}:{vote.rung}" for vote in symbol.votes],
            "polygon": [[corner.x, corner.y] for corner in symbol.polygon],
            **self._said(told.message, told.faults, judged=symbol.believed),
        }

    def _of_product(self, product: ProductReading, found: ScanResult) -> Document:
        """One item with the places of its symbols among the readings."""
        places = [place for place, symbol in enumerate(found.symbols) if symbol in product.symbols]
        return {"symbols": places, **self._said(product.message, product.faults, judged=True)}

    def _said(self, message: Message | None, faults: Sequence[Problem], *, judged: bool) -> Document:
        """Return what a message means; only what may be believed and breaks no rule is judged."""
        told: Document = {
            "elements": dict(message.pairs) if message else {},
            "bracketed": message.bracketed() if message else None,
            "faults": [fault_document(fault_of_gs1(problem), self.language) for problem in faults],
            "verdict": None,
        }
        if message is not None and message.gtin is not None and judged and not faults:
            with self.workbench.read(self.actor) as work:
                told["verdict"] = verdict_document(verification.verify(work, Identity.of(message)), self.language)
        return told
