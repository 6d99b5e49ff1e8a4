"""What surrounds every page of the console: its menu by rights, forms with their faults, and no kept answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import Response, request

from api.auth import actor, writing
from api.console.door import door
from api.console.words import console_words
from api.negotiate import Language
from api.pages.answering import NEVER_KEPT, language_of, shell
from api.pages.shell import environment
from api.problems import fault_document
from registry.audit import service as audit
from registry.errors import Fault
from registry.work import Actor

PROPOSE, APPROVE = "authorisation:propose", "authorisation:approve"
MAKERS = (
    ("products", "/console/san-pham", "product:read"),
    ("register", "/console/dang-ky", "product:write"),
    ("labels", "/console/nhan", "label:draw"),
    ("advice", "/console/gtin-advice", "product:read"),
    ("subscriptions", "/console/theo-doi", "subscription:write"),
    ("jobs", "/console/cong-viec", "product:read"),
)
OFFICERS = (
    ("queue", "/console/hang-doi", PROPOSE),
    ("lookup", "/console/tra-cuu", "journal:read"),
    ("recalls", "/console/thu-hoi", "batch:recall"),
    ("advice", "/console/gtin-advice", "journal:read"),
    ("jobs", "/console/cong-viec", "job:read"),
)
"""Entries of the menu: name, address, and the right without which it is not shown (`product:read`: any party)."""


def is_officer(who: Actor) -> bool:
    """Say whether somebody works at the authority's desk and not at a company's."""
    return who.may(PROPOSE) or who.may(APPROVE) or who.may("journal:read")


def menu_of(who: Actor) -> list[tuple[str, str]]:
    """Return the pages that somebody may open, in the order of their work."""
    if is_officer(who):
        return [(name, path) for name, path, scope in OFFICERS if who.may(scope) or (name == "queue" and decides(who))]
    return [(name, path) for name, path, scope in MAKERS if scope == "product:read" or who.may(scope)]


def journal_look(what: str, subject: str) -> None:
    """Write into the journal that who asks read protected data; before it is shown, so that no look goes unwritten."""
    writing(lambda work: audit.look(work, what, subject[:80]))


def decides(who: Actor) -> bool:
    """Say whether somebody proposes or approves."""
    return who.may(PROPOSE) or who.may(APPROVE)


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it was sent, to be shown again: what stood in each field, and the faults beside the fields."""

    values: Mapping[str, str] = field(default_factory=dict)
    faults: Sequence[Fault] = ()

    def value(self, name: str, usual: str = "") -> str:
        """Return what stood in a field."""
        return self.values.get(name, usual)

    def wrong(self, name: str) -> list[str]:
        """Return what is wrong in a field, in the words of the problem table."""
        return [told(one) for one in self.faults if place_of(one) == name]

    @property
    def places(self) -> list[tuple[str, str]]:
        """Every fault with the field it belongs to, in the order of the faults."""
        return [(place_of(one), told(one)) for one in self.faults]


def place_of(fault: Fault) -> str:
    """Return the field of a form that a fault points at."""
    return fault.pointer.strip("/").replace("/", "_")


def told(fault: Fault) -> str:
    """Return a fault as a sentence with its advice."""
    said = fault_document(fault, language_of())
    return " ".join(str(said[part]) for part in ("detail", "hint") if said.get(part))


def sent_values() -> dict[str, str]:
    """Return the fields of the form that was sent, without blanks around them."""
    return {name: text.strip() for name, text in request.form.items()}


def show(template: str, path: str, section: str, status: int = 200, **values: object) -> Response:
    """Return a page of the console; nobody may keep it, for it belongs to one person."""
    spoken: Language = language_of()
    told_of, words, who = shell(path, section=f"desk-{section}"), console_words(spoken), actor()
    html = (
        environment()
        .get_template(f"console/{template}")
        .render(
            page=told_of,
            w=words,
            f=words.formats,
            to=told_of.to,
            examples=(),
            who=who,
            menu=menu_of(who),
            csrf=door().csrf_field(),
            is_officer=is_officer(who),
            **values,
        )
    )
    headers = {"Content-Language": spoken, "Cache-Control": NEVER_KEPT}
    return Response(html, status, mimetype="text/html", headers=headers)
