"""Judges one pack: every reason, in the order of the verdict, and what follows from them. Pure.

The order: product, serial number, batch and expiry, authorisation, recall, expiry date, state of the pack, container.
A pack without a serial number, or whose maker does not serialise, is judged at the level of its batch: known and
not stopped is green, with the reason `batch-level-only` to say how much that proves; not known is amber.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from registry.alerts.causes import cause_of_batch, cause_of_expiry
from registry.catalogue.states import AuthorisationState
from registry.recalls.model import Recall
from registry.trace.model import Batch, Pack, PackState
from registry.verification.model import Colour, Identity, NextStep, Reason, Verdict, VerdictFacts


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a reason means: its colour, the next step, the EMVS code, and whether it raises an alert."""

    colour: Colour
    step: NextStep
    nmvs: str | None = None
    alert: bool = False


MEANINGS: dict[str, Meaning] = {
    "product-unknown": Meaning(Colour.RED, NextStep.ASK_AUTHORITY, "NMVS_NC_PC_01"),
    "serial-unknown": Meaning(Colour.RED, NextStep.QUARANTINE, "NMVS_NC_PC_02", alert=True),
    "batch-missing": Meaning(Colour.AMBER, NextStep.SCAN_AGAIN),
    "batch-unknown": Meaning(Colour.AMBER, NextStep.ASK_HOLDER, "NMVS_FE_LOT_03"),
    "batch-unregistered": Meaning(Colour.RED, NextStep.QUARANTINE, "NMVS_FE_LOT_03", alert=True),
    "batch-mismatch": Meaning(Colour.RED, NextStep.QUARANTINE, "NMVS_FE_LOT_13", alert=True),
    "expiry-mismatch": Meaning(Colour.RED, NextStep.QUARANTINE, "NMVS_FE_LOT_12", alert=True),
    "authorisation-unproven": Meaning(Colour.AMBER, NextStep.ASK_AUTHORITY),
    "authorisation-lapsed": Meaning(Colour.AMBER, NextStep.ASK_AUTHORITY),
    "authorisation-not-in-force": Meaning(Colour.RED, NextStep.ASK_AUTHORITY),
    "recalled": Meaning(Colour.RED, NextStep.RETURN_RECALLED),
    "expired": Meaning(Colour.RED, NextStep.SET_ASIDE),
    "supplied-here": Meaning(Colour.AMBER, NextStep.UNDO_OR_CHECK, "NMVS_NC_PCK_23"),
    "in-transit": Meaning(Colour.AMBER, NextStep.RECEIVE_FIRST),
    "held-elsewhere": Meaning(Colour.AMBER, NextStep.RECEIVE_FIRST),
    "batch-level-only": Meaning(Colour.GREEN, NextStep.DISPENSE),
    **{
        f"pack-{state}": Meaning(Colour.RED, NextStep.QUARANTINE, "NMVS_NC_PCK_22")
        for state in PackState
        if state not in {PackState.ACTIVE, PackState.IN_TRANSIT}
    },
}
RANK = {Colour.GREEN: 0, Colour.AMBER: 1, Colour.RED: 2}


@dataclass(frozen=True, slots=True)
class Licence:
    """The trade item's product and the authorisation that speaks best for it."""

    product_id: int
    product_name: str
    number: str | None = None
    state: AuthorisationState | None = None
    in_force: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the register knows of an identity.

    `serialised`: packs of its batch (of its trade item, where the batch is unknown) were commissioned one by one;
    `printed_batch`: the batch number on the pack is one of this trade item; `cause`: the damage done by a scanner or a
    keyboard after which an unknown serial number would be a known one.
    """

    licence: Licence | None = None
    pack: Pack | None = None
    batch: Batch | None = None
    printed_batch: bool = True
    serialised: bool = False
    recalls: tuple[Recall, ...] = ()
    has_place: bool = False
    cause: str | None = None


def judge(identity: Identity, known: Known, today: date) -> Verdict:
    """Say what to do with a pack, with every reason and not only the first."""
    reasons = tuple(_reasons(identity, known, today))
    facts = _facts(identity, known)
    if not reasons:
        return Verdict(Colour.GREEN, (), NextStep.DISPENSE, facts)
    gravest = max(reasons, key=lambda reason: RANK[reason.colour])
    return Verdict(gravest.colour, reasons, _step(gravest), facts)


def _reasons(identity: Identity, known: Known, today: date) -> Iterator[Reason]:
    if known.licence is None:
        yield _reason("product-unknown", gtin=identity.gtin.text)
    yield from _identity_reasons(identity, known)
    if known.licence is not None:
        yield from _licence_reasons(known.licence)
    if known.recalls:
        first = known.recalls[0]
        yield _reason("recalled", level=first.level, decision=first.decision, recall=first.id)
    expiry = _expiry(identity, known)
    if expiry is not None and expiry < today:
        yield _reason("expired", expiry=expiry.isoformat())
    if known.pack is not None:
        yield from _pack_reasons(known.pack, known.has_place)
    elif known.licence and known.batch is not None and not (identity.serial and known.serialised):
        yield _reason("batch-level-only", batch=known.batch.number)


def _identity_reasons(identity: Identity, known: Known) -> Iterator[Reason]:
    """What is printed must be what was told: serial number, batch and expiry."""
    batch = known.batch
    if known.pack is None and identity.serial and known.licence and known.serialised:
        yield _reason("serial-unknown", known.cause, serial=identity.serial)
    elif known.pack is None and batch is None and known.licence:
        yield _reason("batch-unknown", batch=identity.batch) if identity.batch else _reason("batch-missing")
    if known.pack is not None and identity.batch not in {None, known.pack.batch.number}:
        code = "batch-mismatch" if known.printed_batch else "batch-unregistered"
        cause = cause_of_batch(str(identity.batch), known.pack.batch.number)
        yield _reason(code, cause, printed=identity.batch, registered=known.pack.batch.number)
    told, registered = identity.expiry, batch.expiry if batch else None
    if told is not None and registered is not None and told != registered:
        cause = cause_of_expiry(told, registered)
        yield _reason("expiry-mismatch", cause, printed=str(told), registered=str(registered))


def _licence_reasons(licence: Licence) -> Iterator[Reason]:
    if licence.in_force:
        return
    codes = {
        AuthorisationState.LISTED: "authorisation-unproven",
        AuthorisationState.IN_FORCE: "authorisation-lapsed",
        AuthorisationState.LAPSED: "authorisation-lapsed",
    }
    code = (
        "authorisation-not-in-force"
        if licence.state is None
        else codes.get(licence.state, "authorisation-not-in-force")
    )
    yield _reason(code, number=licence.number, state=licence.state)


def _pack_reasons(pack: Pack, has_place: bool) -> Iterator[Reason]:
    if pack.state is PackState.SUPPLIED and pack.at_own_place:
        yield _reason("supplied-here")
    elif pack.state is PackState.IN_TRANSIT:
        yield _reason("in-transit")
    elif pack.state is not PackState.ACTIVE:
        yield _reason(f"pack-{pack.state}")
    elif has_place and not pack.at_own_place:
        yield _reason("held-elsewhere")


def _reason(code: str, cause: str | None = None, **facts: object) -> Reason:
    meaning = MEANINGS[code]
    told = facts if cause is None else {"cause": cause, **facts}
    return Reason(code, meaning.colour, meaning.nmvs, meaning.alert, told)


def _step(gravest: Reason) -> NextStep:
    """A finding that a wrongly set scanner explains is looked into there first."""
    return NextStep.CHECK_SCANNER if "cause" in gravest.facts else MEANINGS[gravest.code].step


def _expiry(identity: Identity, known: Known) -> date | None:
    """The registered expiry counts before the printed one."""
    return known.batch.expiry if known.batch and known.batch.expiry else identity.expiry


def _facts(identity: Identity, known: Known) -> VerdictFacts:
    licence = known.licence
    return VerdictFacts(
        gtin=identity.gtin,
        product_id=licence.product_id if licence else None,
        product_name=licence.product_name if licence else None,
        authorisation=licence.number if licence else None,
        batch=known.batch.number if known.batch else identity.batch,
        expiry=_expiry(identity, known),
        state=known.pack.state if known.pack else None,
        recall_level=known.recalls[0].level if known.recalls else None,
        same_actor=known.pack is not None and known.pack.state is PackState.SUPPLIED and known.pack.at_own_place,
    )
