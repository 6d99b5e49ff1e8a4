"""The tables of the trace area (DESIGN section 4)."""

from __future__ import annotations

from peewee import BigIntegerField, BlobField, CompositeKey, IntegerField, SmallIntegerField, TextField

from registry.db.base import CodeField, DayField, InstantField, JsonField, Table


class BatchRow(Table):
    """A batch; the recall columns hold the gravest recall in force, so that one read tells it."""

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
        table_name = "batch"
        indexes = ((("gtin_id", "number"), True),)


class TradeItemStopRow(Table):
    """A recall of all batches of a trade item: batches that come later are born with it."""

    gtin_id = BigIntegerField(primary_key=True)
    recall_id = BigIntegerField()
    recall_level = SmallIntegerField()

    class Meta:
        table_name = "trade_item_stop"


class PackRow(Table):
    """A serialised unit. `place` is null while it stands in a container; `bucket` is there to distribute by."""

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
        table_name = "pack"
        primary_key = CompositeKey("gtin_id", "serial", "bucket")
        without_rowid = True


class ContainerRow(Table):
    """A logistic unit; the SSCC as an integer is its key."""

    id = BigIntegerField(primary_key=True)
    parent = BigIntegerField(null=True)
    place = BigIntegerField()
    state = SmallIntegerField()
    destination = BigIntegerField(null=True)
    height = SmallIntegerField()
    last_event = BigIntegerField()
    ver = IntegerField()

    class Meta:
        table_name = "container"


class ContainerContentRow(Table):
    """How many packs of a batch stand in a container, all levels summed."""

    container_id = BigIntegerField()
    batch_id = BigIntegerField()
    n = BigIntegerField()

    class Meta:
        table_name = "container_content"
        primary_key = CompositeKey("container_id", "batch_id")
        without_rowid = True


class ContainmentRow(Table):
    """A container in another, from an event until an event."""

    child = BigIntegerField()
    from_event = BigIntegerField()
    parent = BigIntegerField()
    from_at = InstantField()
    until_at = InstantField(null=True)
    until_event = BigIntegerField(null=True)

    class Meta:
        table_name = "containment"
        primary_key = CompositeKey("child", "from_event")
        without_rowid = True


class HoldingRow(Table):
    """The ledger: packs of a batch in one state at one place."""

    batch_id = BigIntegerField()
    place = BigIntegerField(index=True)
    state = SmallIntegerField()
    n = BigIntegerField()

    class Meta:
        table_name = "holding"
        primary_key = CompositeKey("batch_id", "place", "state")
        without_rowid = True


class FlowRow(Table):
    """Packs of a batch that went from one place to another; from 0 when they were made there."""

    batch_id = BigIntegerField()
    origin = BigIntegerField()
    place = BigIntegerField()
    n = BigIntegerField()

    class Meta:
        table_name = "flow"
        primary_key = CompositeKey("batch_id", "origin", "place")
        without_rowid = True


class EventRow(Table):
    """A captured event: its head, and its body as compressed canonical JSON."""

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

    class Meta:
        table_name = "event"
        indexes = ((("event_time", "id"), False), (("recorded_at", "id"), False))


class EventKeyRow(Table):
    """The eventID: n is 0 for the event, 1.. for the error declarations that stand beside it."""

    key = CodeField()
    n = IntegerField()
    event_id = BigIntegerField()
    digest = BlobField()

    class Meta:
        table_name = "event_key"
        primary_key = CompositeKey("key", "n")
        without_rowid = True


class EventItemRow(Table):
    """A link in the thread of a pack, or of a container (gtin_id 0): its event before."""

    event_id = BigIntegerField()
    gtin_id = BigIntegerField()
    serial = CodeField()
    bucket = SmallIntegerField()
    role = SmallIntegerField()
    prev_event = BigIntegerField(null=True)

    class Meta:
        table_name = "event_item"
        primary_key = CompositeKey("event_id", "gtin_id", "serial", "bucket")
        without_rowid = True


class CaptureRow(Table):
    """A captured document, kept once, and what became of it."""

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
    owner_id = BigIntegerField(null=True)

    class Meta:
        table_name = "capture"


class IdempotencyRow(Table):
    """The answer given to a request, so that a second one with the same key gets the same."""

    client = CodeField()
    key = CodeField()
    request = CodeField()
    answer = JsonField(null=True)
    at = InstantField()

    class Meta:
        table_name = "idempotency"
        primary_key = CompositeKey("client", "key")
        without_rowid = True


class PackAttemptRow(Table):
    """How often a place asked again for a pack after the event that supplied it; counts, not history."""

    gtin_id = BigIntegerField()
    serial = CodeField()
    bucket = SmallIntegerField()
    place = BigIntegerField()
    after_event = BigIntegerField()
    n = IntegerField()
    last_key = CodeField()

    class Meta:
        table_name = "pack_attempt"
        primary_key = CompositeKey("gtin_id", "serial", "bucket", "place")
        without_rowid = True


class OutboxRow(Table):
    """What others must hear of, written in the transaction of the act."""

    id = BigIntegerField(primary_key=True)
    topic = CodeField()
    subject = CodeField()
    body = JsonField()
    at = InstantField()
    leased_until = InstantField(null=True)

    class Meta:
        table_name = "outbox"


class EventAttrRow(Table):
    """What an event offers to queries: a fact by its full name; numbers and times as text in their order."""

    event_id = BigIntegerField()
    name = CodeField()
    value = CodeField()

    class Meta:
        table_name = "event_attr"
        primary_key = CompositeKey("event_id", "name", "value")
        indexes = ((("name", "value", "event_id"), False),)
        without_rowid = True


class EventEpcRow(Table):
    """An identity that an event names, in its canonical form, with what it was to the event."""

    value = CodeField()
    role = SmallIntegerField()
    event_id = BigIntegerField()

    class Meta:
        table_name = "event_epc"
        primary_key = CompositeKey("value", "role", "event_id")
        without_rowid = True


class VocabularyFactRow(Table):
    """What master data say of a vocabulary element: an attribute, or a child."""

    uri = CodeField()
    name = CodeField()
    value = CodeField()

    class Meta:
        table_name = "vocabulary_fact"
        primary_key = CompositeKey("uri", "name", "value")
        without_rowid = True


class NamedQueryRow(Table):
    """A query kept under a name, as it was told, by the party that may delete it."""

    name = CodeField()
    body = JsonField()
    party_id = BigIntegerField()
    created_at = InstantField()

    class Meta:
        table_name = "named_query"
        primary_key = CompositeKey("name")
        without_rowid = True


TABLES = (
    BatchRow,
    TradeItemStopRow,
    PackRow,
    ContainerRow,
    ContainerContentRow,
    ContainmentRow,
    HoldingRow,
    FlowRow,
    EventRow,
    EventKeyRow,
    EventItemRow,
    CaptureRow,
    IdempotencyRow,
    OutboxRow,
    PackAttemptRow,
    EventAttrRow,
    EventEpcRow,
    VocabularyFactRow,
    NamedQueryRow,
)
ContainmentRow.add_index(
    ContainmentRow.index(
        ContainmentRow.child, unique=True, where=ContainmentRow.until_at.is_null(), name="containment_open"
    )
)
