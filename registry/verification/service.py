"""The use case of verification: a handful of reads by key, and one verdict."""

from __future__ import annotations

from registry.catalogue import service as catalogue
from registry.errors import NotFound
from registry.recalls import service as recalls
from registry.trace import service as trace
from registry.trace.model import Batch, Pack
from registry.verification.model import Identity, Verdict
from registry.verification.rules import Known, Licence, judge
from registry.work import Work


def verify(work: Work, identity: Identity) -> Verdict:
    """Say what to do with the pack that carries `identity`. Anybody may ask; places are told to nobody."""
    pack = None if identity.serial is None else trace.find_pack(work, identity.gtin, identity.serial)
    batch = _batch(work, identity, pack)
    known = Known(
        licence=_licence(work, identity),
        pack=pack,
        batch=batch,
        printed_batch=pack is None or _is_printed_batch_known(work, identity, pack),
        serialised=pack is None and trace.is_serialised(work, identity.gtin, identity.batch),
        recalls=recalls.open_for(work, identity.gtin, batch.number if batch else identity.batch),
        has_place=work.actor.place is not None,
        caps_lock=pack is None and _swapped_case_is_known(work, identity),
    )
    return judge(identity, known, work.today)


def _batch(work: Work, identity: Identity, pack: Pack | None) -> Batch | None:
    if pack is not None:
        return pack.batch
    return None if identity.batch is None else trace.find_batch(work, identity.gtin, identity.batch)


def _is_printed_batch_known(work: Work, identity: Identity, pack: Pack) -> bool:
    printed = identity.batch
    return printed in {None, pack.batch.number} or trace.find_batch(work, identity.gtin, str(printed)) is not None


def _licence(work: Work, identity: Identity) -> Licence | None:
    """Return the product of the trade item, with the authorisation in force, else the newest one."""
    try:
        item = catalogue.trade_item(work, identity.gtin)
    except NotFound:
        return None
    name = catalogue.product(work, item.product_id).name
    held = [one for one in catalogue.authorisations_of(work, item.product_id) if not one.is_foreign]
    if not held:
        return Licence(item.product_id, name)
    best = next((one for one in held if one.is_in_force(work.today)), held[-1])
    return Licence(item.product_id, name, best.number, best.state, best.is_in_force(work.today))


def _swapped_case_is_known(work: Work, identity: Identity) -> bool:
    """Say whether CAPS LOCK explains an unknown serial number: the same letters in the other case are known."""
    serial = identity.serial or ""
    swapped = serial.swapcase()
    return swapped != serial and trace.find_pack(work, identity.gtin, swapped) is not None
