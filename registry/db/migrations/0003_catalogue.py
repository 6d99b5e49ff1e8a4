"""Products, authorisations with their numbers and steps, trade items; the text index of the search."""

from peewee import BigIntegerField, Database, IntegerField, SmallIntegerField, SqliteDatabase, TextField
from playhouse.migrate import SchemaMigrator

from registry.db.base import CodeField, DayField, InstantField, JsonField, Table, create_tables, drop_tables


class Product(Table):
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

    class Meta:
        indexes = ((("name_folded", "id"), False),)


class ProductIngredient(Table):
    product_id = BigIntegerField()
    position = SmallIntegerField()
    name = TextField()
    substance_key = CodeField(null=True, index=True)
    amount = CodeField(null=True)
    unit = CodeField(null=True)
    per = CodeField(null=True)
    written = TextField(null=True)

    class Meta:
        primary_key = False
        indexes = ((("product_id", "position"), True),)


class Authorisation(Table):
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

    class Meta:
        indexes = ((("state", "valid_until"), False),)


class AuthorisationNumber(Table):
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


class AuthorisationEvent(Table):
    id = BigIntegerField(primary_key=True)
    authorisation_id = BigIntegerField(index=True)
    step = CodeField()
    state = CodeField()
    decision = TextField(null=True)
    decided_on = DayField(null=True)
    note = TextField(null=True)
    actor = TextField()
    recorded_at = InstantField()


class TradeItem(Table):
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
        indexes = ((("product_id", "path"), True),)


TABLES = [Product, ProductIngredient, Authorisation, AuthorisationNumber, AuthorisationEvent, TradeItem]
SQLITE_INDEX = ("CREATE VIRTUAL TABLE product_text USING fts5(folded, tokenize = 'ascii', prefix = '2 3 4')",)
POSTGRESQL_INDEX = (
    "CREATE TABLE product_text (rowid BIGINT PRIMARY KEY, folded TEXT NOT NULL)",
    "CREATE INDEX product_text_words ON product_text USING gin (to_tsvector('simple', folded))",
)


def up(migrator: SchemaMigrator, db: Database) -> None:
    create_tables(db, TABLES)
    for text in SQLITE_INDEX if isinstance(db, SqliteDatabase) else POSTGRESQL_INDEX:
        db.execute_sql(text)  # type: ignore[no-untyped-call]  # bare in the stubs


def down(migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql("DROP TABLE product_text")  # type: ignore[no-untyped-call]  # bare in the stubs
    drop_tables(db, TABLES)
