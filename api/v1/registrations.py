"""`POST /v1/products/registrations`: licence, product, packs and their GTINs in one submission, all faults at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any  # Any: what webargs read, already checked by the schema beside

from apiflask import APIBlueprint, Schema
from marshmallow import fields
from marshmallow.validate import Length, OneOf

from api.auth import writing
from api.v1.authorisations import AuthorisationShown
from api.v1.fields import Day, Form, Key
from api.v1.trade_items import TradeItemShown
from registry.catalogue import service as catalogue
from registry.catalogue.model import (
    Authorisation,
    AuthorisationDraft,
    AuthorisationNumber,
    Decision,
    Evidence,
    ProductDraft,
    ProductKind,
    TradeItem,
)
from registry.catalogue.packaging import PackReading, parse_pack
from registry.errors import BadInput, Fault, NotAllowed
from registry.identifiers import service as identifiers
from registry.identifiers.model import DEMONSTRATION_PREFIX
from registry.ids import format_id
from registry.work import Work

registrations = APIBlueprint("registrations", __name__, url_prefix="/v1/products", tag="Products")
TEXTS = (
    *("name", "substances", "strengths", "form", "route", "pack", "maker", "maker_country", "maker_address"),
    *("holder", "holder_address", "standard"),
)


class DecisionForm(Form):
    """The act of the authority."""

    number = fields.String(required=True, validate=Length(1, 200, error="field-length"))
    decided_on = Day(load_default=None, allow_none=True)


class RegistrationForm(Form):
    """A product with its licence; with a pack that can be read surely its levels are registered too."""

    number = fields.String(required=True, metadata={"description": "Authorisation number", "example": "893110493125"})
    evidence = fields.String(
        load_default="submission", validate=OneOf([str(e) for e in Evidence], error="field-choice")
    )
    decision = fields.Nested(DecisionForm, load_default=None, allow_none=True)
    valid_from = Day(load_default=None, allow_none=True)
    valid_until = Day(load_default=None, allow_none=True)
    kind = fields.String(load_default="medicine", validate=OneOf([str(k) for k in ProductKind], error="field-choice"))
    name = fields.String(required=True, validate=Length(1, 400, error="field-length"))
    substances = fields.String(load_default="")
    strengths = fields.String(load_default=None, allow_none=True)
    form = fields.String(load_default=None, allow_none=True)
    route = fields.String(load_default=None, allow_none=True)
    pack = fields.String(load_default=None, allow_none=True, metadata={"example": "Hộp 10 vỉ x 10 viên"})
    maker = fields.String(load_default=None, allow_none=True)
    maker_country = fields.String(load_default=None, allow_none=True)
    maker_address = fields.String(load_default=None, allow_none=True)
    holder = fields.String(load_default=None, allow_none=True)
    holder_address = fields.String(load_default=None, allow_none=True)
    standard = fields.String(load_default=None, allow_none=True)
    company_prefix = fields.String(
        load_default=DEMONSTRATION_PREFIX, metadata={"description": "Pool that gives the GTINs"}
    )
    publish = fields.Boolean(load_default=False, metadata={"description": "Give GTINs and publish the trade items"})
    dry_run = fields.Boolean(load_default=False, metadata={"description": "Check everything, keep nothing"})


class RegistrationShown(Schema):
    """What was registered, or would be."""

    dry_run = fields.Boolean(required=True)
    product_id = Key(required=True)
    authorisation = fields.Nested(AuthorisationShown, required=True)
    trade_items = fields.List(fields.Nested(TradeItemShown), required=True)


@dataclass(frozen=True, slots=True)
class Registered:
    """The values of one registration."""

    dry_run: bool
    product_id: int
    authorisation: Authorisation
    trade_items: list[TradeItem]


class Undo(Exception):
    """Ends a dry run: the transaction goes back, what would be goes out."""

    def __init__(self, made: Registered) -> None:
        super().__init__("dry run")
        self.made = made


@registrations.post("/registrations")
@registrations.input(RegistrationForm)
@registrations.output(RegistrationShown, 201)
@registrations.doc(operation_id="registerProduct", security="key")
def post_registration(json_data: dict[str, Any]) -> tuple[Registered, int, dict[str, str]]:
    """Register a licence with its product and packs (scopes authorisation:, trade-item: and identifier:write)."""
    try:
        made = writing(lambda work: register(work, json_data))
    except Undo as end:
        return end.made, 200, {}
    return made, 201, {"Location": f"/v1/products/{format_id(made.product_id)}"}


def register(work: Work, told: dict[str, Any]) -> Registered:
    """Register what a form tells; raise `BadInput` with every fault, and `Undo` at the end of a dry run.

    A licence in force is not registered here: two officers grant it by a proposal (`NotAllowed`, decision 0010).
    """
    work.require("authorisation:write")
    if told["evidence"] != Evidence.SUBMISSION:
        raise NotAllowed("grant-by-proposal", evidence=told["evidence"])
    number, pack, faults = read_parts(told)
    licence = catalogue.register_authorisation(work, _licence(told, number), _about(told)) if not faults else None
    if licence is None or number is None:
        raise BadInput.of(faults)
    items = catalogue.register_trade_items(work, licence.product_id, pack) if pack else []
    if told["publish"]:
        identifiers.allocate_gtins(work, [item.id for item in items], told["company_prefix"])
        items = [catalogue.publish(work, item.id) for item in items]
    made = Registered(told["dry_run"], licence.product_id, licence, items)
    if told["dry_run"]:
        raise Undo(made)
    return made


def read_parts(told: dict[str, Any]) -> tuple[AuthorisationNumber | None, PackReading | None, list[Fault]]:
    """Read number and pack, and gather the faults of both."""
    number, pack, faults = None, None, []
    try:
        number = AuthorisationNumber.parse(told["number"])
    except BadInput as error:
        faults += [
            Fault(one.code, "/number", one.value or told["number"], one.hint, one.start, one.length, one.facts)
            for one in error.faults
        ]
    if told["pack"]:
        read = parse_pack(told["pack"])
        if isinstance(read, PackReading):
            pack = read
        else:
            faults.append(Fault("pack-unclear", "/pack", told["pack"], facts={"reason": str(read.reason)}))
    return number, pack, faults


def _licence(told: dict[str, Any], number: AuthorisationNumber | None) -> AuthorisationDraft:
    assert number is not None
    decision = Decision(**told["decision"]) if told["decision"] else None
    return AuthorisationDraft(number, Evidence(told["evidence"]), decision, told["valid_from"], told["valid_until"])


def _about(told: dict[str, Any]) -> ProductDraft:
    return ProductDraft(kind=ProductKind(told["kind"]), **{name: told[name] for name in TEXTS})
