"""Rules of the catalogue: what a product's texts say, how sources complete each other, what a pack becomes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from registry.catalogue.dosage_forms import DosageForm, read_form
from registry.catalogue.facts import merge_facts
from registry.catalogue.grouping import foreign_key, group_key
from registry.catalogue.ingredients import Composition, composition_of, read_composition
from registry.catalogue.model import OTHER_NAMES, Product, ProductDraft, TradeItem, TradeItemDraft, TradeItemState
from registry.catalogue.numbers import AuthorisationNumber, NumberForm
from registry.catalogue.packaging import PackReading, UnclearPack, parse_packs, unit_kind
from registry.catalogue.routes import read_route
from registry.errors import BadInput, Fault
from registry.text import fold, fold_key, squeeze

STEM = 6
"""Letters in which two spellings of one substance usually agree: amlodipin, amlodipine."""
BETWEEN_NAMES = " | "
OTHER_NAMES_MAX = 8
TEXT_MAX = 4_000
NAME_MAX = 500
COMMON_WORDS = frozenset(
    {"bao", "phim", "nang", "cung", "dung", "dich", "tiem", "truyen", "uong", "thuoc", "vitamin", "natri", "kali"}
    | {"calci", "acid", "hydroclorid", "tablet", "tablets", "capsule", "capsules", "injection", "plus", "forte"}
    | {"hydrochlorid", "hydrochloride", "hydrobromid", "hcl", "monohydrat", "dihydrat", "trihydrat", "tuong", "duong"}
    | {"mg", "ml", "mcg", "iu", "inj", "extra", "duoi", "dang", "kho", "cao", "and", "for"}
)
"""Words that many products share and that so prove nothing."""


@dataclass(frozen=True, slots=True)
class Description:
    """What is read in a draft: composition, form, route, packs, and the group key where all is certain."""

    composition: Composition
    form: DosageForm | None
    routes: tuple[str, ...]
    packs: tuple[PackReading | UnclearPack, ...]
    strength: str | None
    group_key: str | None


def check_draft(draft: ProductDraft) -> None:
    """Raise `BadInput` naming every field of the draft that cannot be kept."""
    faults = []
    if not fold(draft.name) or len(draft.name) > NAME_MAX:
        faults.append(Fault("product-name", pointer="/name", value=draft.name[:80], facts={"most": NAME_MAX}))
    for field in ("substances", "strengths", "pack", "form"):
        text = getattr(draft, field) or ""
        if len(text) > TEXT_MAX:
            faults.append(Fault("text-length", pointer=f"/{field}", value=text[:80], facts={"most": TEXT_MAX}))
    if faults:
        raise BadInput.of(faults)


def describe(draft: ProductDraft) -> Description:
    """Read every text of a draft; what is not certain stays out, its text remains."""
    composition = composition_of(draft.parts) if draft.parts else read_composition(draft.substances, draft.strengths)
    form = read_form(draft.form) if draft.form else None
    route = read_route(draft.route_code, draft.route)
    packs = parse_packs(draft.pack) if draft.pack else ()
    strength = squeeze(draft.strengths) if draft.strengths else _own_strengths(composition)
    key = group_key(composition, form, route.key if route else None, packs)
    if draft.market is not None:
        key = (
            f"{draft.market.lower()}:{key}" if key else foreign_key(draft.market, composition, draft.form, draft.route)
        )
    return Description(composition, form, (route.code,) if route else (), packs, strength or None, key)


def _own_strengths(composition: Composition) -> str | None:
    """Join the strengths that the substances carry themselves, when every one of them was read."""
    if not all(one.strength for one in composition.ingredients):
        return None
    return "; ".join(one.strength_text or "" for one in composition.ingredients)


def complete(product: Product, draft: ProductDraft, told: Description, *, override: bool) -> Product:
    """Fill the gaps of `product` from another source; with `override` (a later decision) what it tells comes first."""

    def either(old: str | None, new: str | None) -> str | None:
        texts = (new, old) if override else (old, new)
        return next((text for text in texts if text), None)

    filled = replace(
        product,
        form=either(product.form, _text(draft.form)),
        pack_text=either(product.pack_text, _text(draft.pack)),
        standard=either(product.standard, _text(draft.standard)),
        shelf_life_months=_months(product.shelf_life_months, draft.shelf_life_months, override=override),
        source=_sources(product, draft, override=override),
        facts=merge_facts(product.facts, draft.facts, override=override),
    )
    if override or product.strength is None:
        filled = _with_composition(filled, told, draft)
    routes = product.routes or told.routes
    filled = replace(filled, routes=routes, ingredients_text=filled.ingredients_text or _text(draft.substances) or "")
    return _with_form(filled, told, override=override)


def _sources(product: Product, draft: ProductDraft, *, override: bool) -> dict[str, str]:
    """Keep the cells of both sources, and every other name that a source uses, so that a search finds it too."""
    source = {**product.source, **draft.source} if override else {**draft.source, **product.source}
    names = product.source.get(OTHER_NAMES, "").split(BETWEEN_NAMES)
    known = {fold(name) for name in (product.name, *names)}
    if fold(draft.name) not in known and len(names) < OTHER_NAMES_MAX:
        names.append(squeeze(draft.name))
    told = BETWEEN_NAMES.join(name for name in names if name)
    return {**source, OTHER_NAMES: told} if told else source


def _with_composition(product: Product, told: Description, draft: ProductDraft) -> Product:
    """Take ingredients with their strengths from a source that has them; the group key goes with them."""
    if not any(one.strength_text for one in told.composition.ingredients):
        named = told.composition.ingredients if draft.parts and not product.ingredients else product.ingredients
        return replace(product, ingredients=named, group_key=product.group_key or told.group_key)
    text = squeeze(draft.substances) if draft.strengths is None else product.ingredients_text
    return replace(
        product,
        ingredients_text=text,
        ingredients=told.composition.ingredients,
        strength=told.strength,
        group_key=told.group_key,
    )


def _with_form(product: Product, told: Description, *, override: bool) -> Product:
    key = told.form.key if told.form else None
    form_key = (key or product.form_key) if override else (product.form_key or key)
    return replace(product, form_key=form_key)


def _months(old: int | None, new: int | None, *, override: bool) -> int | None:
    if override and new is not None:
        return new
    return old if old is not None else new


def _text(text: str | None) -> str | None:
    return squeeze(text) or None if text else None


def with_number(product: Product, number: AuthorisationNumber) -> Product:
    """Add what the number tells: prescription and control (Annex V of Circular 12/2025/TT-BYT).

    A DEMO number tells that all is invented: products of the seed country are compared among themselves only, so that
    no invented price stands beside a real one.
    """
    if number.form is NumberForm.DEMO and product.group_key is not None:
        return replace(product, group_key=f"demo:{product.group_key}")
    if number.parts is None:
        return product
    control = number.parts.control
    return replace(
        product,
        prescription=number.parts.prescription if product.prescription is None else product.prescription,
        control=control.name.lower() if control is not None and product.control is None else product.control,
    )


def is_same_product(product: Product, draft: ProductDraft) -> bool:
    """Say whether two sources can mean one product: a telling word of the names or of the ingredients is shared."""
    ours, theirs = _telling(product.name, product.ingredients_text), _telling(draft.name, draft.substances)
    if ours & theirs or fold_key(draft.name) == fold_key(product.name):
        return True
    return any(one[:STEM] == other[:STEM] for one in ours for other in theirs if min(len(one), len(other)) >= STEM)


def _telling(*texts: str) -> set[str]:
    words = {word for text in texts for word in fold(text).split() if len(word) > 1 and not word.isdigit()}
    return words - COMMON_WORDS


@dataclass(frozen=True, slots=True)
class LevelPlan:
    """A packaging level to become a trade item: its place in the pack, and how many of the next level it holds."""

    level: str
    unit: str
    path: str
    holds: int | None
    base_count: int
    base_unit: str
    content: str | None


def plan_levels(pack: PackReading) -> list[LevelPlan]:
    """Return the trade items of a pack from the inside out; a bare dose unit (a tablet) is none of its own."""
    containers = [place for place, one in enumerate(pack.levels) if unit_kind(one.unit) != "piece"]
    innermost = containers[-1]
    return [
        LevelPlan(
            level=_level_name(pack, place, innermost),
            unit=pack.levels[place].unit,
            path=pack.path(place),
            holds=None if place == innermost else pack.levels[place + 1].count,
            base_count=pack.base_count_of(place),
            base_unit=pack.base_unit,
            content=pack.content.text if pack.content else None,
        )
        for place in reversed(containers)
    ]


def _level_name(pack: PackReading, place: int, innermost: int) -> str:
    if place == innermost:
        return "primary"
    if unit_kind(pack.levels[place].unit) == "outer":
        return "case"
    return "secondary" if place == 0 or unit_kind(pack.levels[place].unit) == "box" else "intermediate"


def check_level(draft: TradeItemDraft, inner: TradeItem | None, product_id: int) -> None:
    """Raise `BadInput` naming every count of a level that cannot be: arithmetic is checked, not believed."""
    faults = []
    if draft.base_count < 1:
        faults.append(Fault("pack-count", pointer="/base_count", value=str(draft.base_count)))
    if (inner is None) != (draft.contains_count is None) or (
        draft.contains_count is not None and draft.contains_count < 1
    ):
        faults.append(Fault("pack-count", pointer="/contains_count", value=str(draft.contains_count)))
    elif inner is not None and draft.base_count != inner.base_count * (draft.contains_count or 0):
        faults.append(Fault("pack-arithmetic", pointer="/base_count", value=str(draft.base_count)))
    if inner is not None and inner.product_id != product_id:
        faults.append(Fault("pack-of-another-product", pointer="/contains", value=str(inner.gtin)))
    if not squeeze(draft.unit) or not squeeze(draft.base_unit):
        faults.append(Fault("field-required", pointer="/unit", value=draft.unit))
    if faults:
        raise BadInput.of(faults)


def draft_item(item_id: int, product_id: int, plan: LevelPlan, inner: TradeItem | None, text: str) -> TradeItem:
    """Return the trade item that a plan describes, around `inner`."""
    return TradeItem(
        id=item_id,
        gtin=None,
        product_id=product_id,
        level=plan.level,
        unit=plan.unit,
        contains_id=inner.id if inner else None,
        contains_gtin=inner.gtin if inner else None,
        contains_count=plan.holds,
        base_count=plan.base_count,
        base_unit=plan.base_unit,
        content=plan.content,
        pack_text=text,
        state=TradeItemState.DRAFT,
        version=1,
    )
