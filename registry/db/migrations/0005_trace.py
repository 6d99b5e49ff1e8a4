"""Batches, packs, containers, the ledger, events, captures, idempotency keys and the outbox."""

from peewee import BigIntegerField, BlobField, CompositeKey, Database, IntegerField, SmallIntegerField, TextField
from playhouse.migrate import SchemaMigrator

from registry.db.base import CodeField, DayField, InstantField, JsonField, Table, create_tables, drop_tables


class Batch(Table):
    id = BigIntegerField(primary_key=True)
    gtin_id = BigIntegerField()
    number = CodeField()
    expiry = DayField(null=True)
    made = DayField(null=True)
    quantity = BigIntegerField(null=True)
    recall_id = BigIntegerField(null=True)
    recall_level = SmallIntegerField(null=True)
    recorded_at = InstantField()

    class Meta:
        indexes = ((("gtin_id", "number"), True),)


class TradeItemStop(Table):
    gtin_id = BigIntegerField(primary_key=True)
    recall_id = BigIntegerField()
    recall_level = SmallIntegerField()


class Pack(Table):
    gtin_id = BigIntegerField()
    serial = CodeField()
    bucket = SmallIntegerField()
    batch_id = BigIntegerField()
    state = SmallIntegerField()
    place = BigIntegerField(null=True)
    container_id = BigIntegerField(null=True)
    last_event = BigIntegerField()
    ver = IntegerField()

    class Meta:
        primary_key = CompositeKey("gtin_id", "serial", "bucket")
        without_rowid = True


class Container(Table):
    id = BigIntegerField(primary_key=True)
    parent = BigIntegerField(null=True)
    place = BigIntegerField()
    state = SmallIntegerField()
    destination = BigIntegerField(null=True)
    height = SmallIntegerField()
    last_event = BigIntegerField()
    ver = IntegerField()


class ContainerContent(Table):
    container_id = BigIntegerField()
    batch_id = BigIntegerField()
    n = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("container_id", "batch_id")
        without_rowid = True


class Containment(Table):
    child = BigIntegerField()
    from_event = BigIntegerField()
    parent = BigIntegerField()
    from_at = InstantField()
    until_at = InstantField(null=True)
    until_event = BigIntegerField(null=True)

    class Meta:
        primary_key = CompositeKey("child", "from_event")
        without_rowid = True


class Holding(Table):
    batch_id = BigIntegerField()
    place = BigIntegerField(index=True)
    state = SmallIntegerField()
    n = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("batch_id", "place", "state")
        without_rowid = True


class Flow(Table):
    batch_id = BigIntegerField()
    origin = BigIntegerField()
    place = BigIntegerField()
    n = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("batch_id", "origin", "place")
        without_rowid = True


class Event(Table):
    id = BigIntegerField(primary_key=True)
    key = CodeField()
    type = CodeField()
    action = CodeField(null=True)
    step = CodeField(null=True)
    disposition = CodeField(null=True)
    place = BigIntegerField(null=True)
    event_time = InstantField()
    offset_told = CodeField()
    recorded_at = InstantField()
    capture_id = BigIntegerField()
    seq = IntegerField()
    declares_error = SmallIntegerField()
    body = BlobField()


class EventKey(Table):
    key = CodeField()
    n = IntegerField()
    event_id = BigIntegerField()
    digest = BlobField()

    class Meta:
        primary_key = CompositeKey("key", "n")
        without_rowid = True


class EventItem(Table):
    event_id = BigIntegerField()
    gtin_id = BigIntegerField()
    serial = CodeField()
    bucket = SmallIntegerField()
    role = SmallIntegerField()
    prev_event = BigIntegerField(null=True)

    class Meta:
        primary_key = CompositeKey("event_id", "gtin_id", "serial", "bucket")
        without_rowid = True


class Capture(Table):
    id = BigIntegerField(primary_key=True)
    client = TextField()
    behaviour = CodeField()
    received_at = InstantField()
    finished_at = InstantField()
    events = IntegerField()
    captured = IntegerField()
    duplicates = IntegerField()
    faults = JsonField()
    document = BlobField()


class Idempotency(Table):
    client = CodeField()
    key = CodeField()
    request = CodeField()
    answer = JsonField(null=True)
    at = InstantField()

    class Meta:
        primary_key = CompositeKey("client", "key")
        without_rowid = True


class Outbox(Table):
    id = BigIntegerField(primary_key=True)
    topic = CodeField()
    subject = CodeField()
    body = JsonField()
    at = InstantField()
    leased_until = InstantField(null=True)


TABLES = [
    Batch,
    TradeItemStop,
    Pack,
    Container,
    ContainerContent,
    Containment,
    Holding,
    Flow,
    Event,
    EventKey,
    EventItem,
    Capture,
    Idempotency,
    Outbox,
]
Containment.add_index(
    Containment.index(Containment.child, unique=True, where=Containment.until_at.is_null(), name="containment_open")
)


def up(migrator: SchemaMigrator, db: Database) -> None:
    create_tables(db, TABLES)


def down(migrator: SchemaMigrator, db: Database) -> None:
    drop_tables(db, TABLES)
