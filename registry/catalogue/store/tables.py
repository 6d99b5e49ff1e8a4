"""Tables of the catalogue."""

from __future__ import annotations

from peewee import BigIntegerField, IntegerField, SmallIntegerField, TextField

from registry.db.base import CodeField, DayField, InstantField, JsonField, Table


class ProductRow(Table):
    """A product. `words` holds name and ingredients in lower case with accents, `folded` all searched words without."""

    id = BigIntegerField(primary_key=True)
    kind = CodeField()
    name = TextField()
    name_folded = CodeField()
    words = TextField()
    folded = CodeField()
    form = TextField(null=True)
    form_key = CodeField(null=True)
    routes = CodeField()
    ingredients_text = TextField()
    strength = TextField(null=True)
    prescription = SmallIntegerField(null=True)
    control = CodeField(null=True)
    maker_id = BigIntegerField(null=True, index=True)
    maker_name = TextField(null=True)
    maker_country = CodeField(null=True)
    holder_id = BigIntegerField(null=True, index=True)
    holder_name = TextField(null=True)
    pack_text = TextField(null=True)
    standard = TextField(null=True)
    shelf_life_months = IntegerField(null=True)
    group_key = CodeField(null=True, index=True)
    authorisation_id = BigIntegerField(null=True)
    source = JsonField()
    version = IntegerField()
    recorded_at = InstantField()
    changed_at = InstantField()
    facts = JsonField(default="{}")

    class Meta:
        table_name = "product"
        indexes = ((("name_folded", "id"), False),)


class IngredientRow(Table):
    """An ingredient of a product; the amount is an exact fraction as text."""

    product_id = BigIntegerField()
    position = SmallIntegerField()
    name = TextField()
    substance_key = CodeField(null=True, index=True)
    amount = CodeField(null=True)
    unit = CodeField(null=True)
    per = CodeField(null=True)
    written = TextField(null=True)

    class Meta:
        table_name = "product_ingredient"
        primary_key = False
        indexes = ((("product_id", "position"), True),)


class AuthorisationRow(Table):
    """An authorisation; `number` repeats its current number for lists."""

    id = BigIntegerField(primary_key=True)
    kind = CodeField()
    number = CodeField()
    state = CodeField()
    product_id = BigIntegerField(index=True)
    holder_id = BigIntegerField(null=True)
    valid_from = DayField(null=True)
    valid_until = DayField(null=True)
    evidence = CodeField()
    decision = TextField(null=True)
    version = IntegerField()
    recorded_at = InstantField()
    changed_at = InstantField()
    terms = CodeField(null=True)
    is_emergency = SmallIntegerField(default=0)
    successor_of = BigIntegerField(null=True, index=True)
    merged_into = BigIntegerField(null=True, index=True)

    class Meta:
        table_name = "authorisation"
        indexes = ((("state", "valid_until"), False),)


class NumberRow(Table):
    """A number that ever named an authorisation, under the key that all its spellings share."""

    key = CodeField(primary_key=True)
    loose_key = CodeField(index=True)
    authorisation_id = BigIntegerField(index=True)
    text = TextField()
    form = TextField()
    is_current = SmallIntegerField()
    usable_from = DayField(null=True)
    usable_until = DayField(null=True)
    note = TextField(null=True)
    recorded_at = InstantField()

    class Meta:
        table_name = "authorisation_number"


class EventRow(Table):
    """A step in the life of an authorisation."""

    id = BigIntegerField(primary_key=True)
    authorisation_id = BigIntegerField(index=True)
    step = CodeField()
    state = CodeField()
    decision = TextField(null=True)
    decided_on = DayField(null=True)
    note = TextField(null=True)
    actor = TextField()
    recorded_at = InstantField()
    authority = TextField(null=True)
    document = CodeField(null=True)

    class Meta:
        table_name = "authorisation_event"


class TradeItemRow(Table):
    """A packaging level of a product; `path` is the same for every spelling of the same pack."""

    id = BigIntegerField(primary_key=True)
    gtin = CodeField(null=True, unique=True)
    product_id = BigIntegerField()
    level = CodeField()
    unit = CodeField()
    path = CodeField()
    contains_id = BigIntegerField(null=True, index=True)
    contains_count = IntegerField(null=True)
    base_count = IntegerField()
    base_unit = CodeField()
    content = TextField(null=True)
    pack_text = TextField()
    state = CodeField()
    version = IntegerField()
    recorded_at = InstantField()

    class Meta:
        table_name = "trade_item"
        indexes = ((("product_id", "path"), True),)


class ProductSourceRow(Table):
    """The key under which another register, or a maker's own system, knows a product."""

    source = CodeField()
    key = CodeField()
    product_id = BigIntegerField(index=True)
    recorded_at = InstantField()

    class Meta:
        table_name = "product_source"
        primary_key = False
        indexes = ((("source", "key"), True),)


class TradeItemIdentifierRow(Table):
    """An identifier of a trade item beside its GTIN: which agency's, of which kind, from when until when."""

    agency = CodeField()
    value = CodeField()
    kind = CodeField()
    trade_item_id = BigIntegerField(index=True)
    valid_from = DayField(null=True)
    valid_until = DayField(null=True)
    recorded_at = InstantField()

    class Meta:
        table_name = "trade_item_identifier"
        primary_key = False
        indexes = ((("agency", "value", "kind"), True),)


TABLES = (
    ProductRow,
    IngredientRow,
    AuthorisationRow,
    NumberRow,
    EventRow,
    TradeItemRow,
    ProductSourceRow,
    TradeItemIdentifierRow,
)
