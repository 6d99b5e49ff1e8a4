"""Terms, succession and merging of authorisations; proposals, reminders, and the review of imported decisions."""

from peewee import BigIntegerField, Database, IntegerField, SmallIntegerField, TextField
from playhouse.migrate import SchemaMigrator, migrate

from registry.db.base import CodeField, DayField, InstantField, JsonField, Table, create_tables, drop_tables


class AuthorisationProposal(Table):
    id = BigIntegerField(primary_key=True)
    state = CodeField()
    decision = TextField()
    decided_on = DayField()
    authority = TextField()
    document = CodeField()
    reason = TextField(null=True)
    acts = JsonField()
    differences = JsonField()
    versions = JsonField()
    proposer = TextField()
    proposer_id = BigIntegerField(null=True)
    proposer_person = TextField()
    settler = TextField(null=True)
    settled_why = TextField(null=True)
    settled_at = InstantField(null=True)
    expires_at = InstantField()
    version = IntegerField()
    recorded_at = InstantField()

    class Meta:
        table_name = "authorisation_proposal"
        indexes = ((("state", "id"), False),)


class AuthorisationReminder(Table):
    authorisation_id = BigIntegerField()
    valid_until = DayField()
    days = IntegerField()
    holder_id = BigIntegerField(null=True)
    recorded_at = InstantField()

    class Meta:
        table_name = "authorisation_reminder"
        primary_key = False
        indexes = (
            (("authorisation_id", "valid_until", "days"), True),
            (("holder_id", "valid_until"), False),
        )


class DecisionImport(Table):
    id = BigIntegerField(primary_key=True)
    state = CodeField()
    decision = TextField()
    decided_on = DayField()
    authority = TextField()
    document = CodeField(unique=True)
    source = TextField()
    notes = JsonField()
    proposal_id = BigIntegerField(null=True, index=True)
    actor = TextField()
    version = IntegerField()
    recorded_at = InstantField()

    class Meta:
        table_name = "decision_import"


class DecisionRow(Table):
    decision_id = BigIntegerField()
    place = IntegerField()
    verdict = CodeField()
    kind = CodeField()
    cells = JsonField()
    differences = JsonField()
    faults = JsonField()
    note = TextField(null=True)
    decided_by = TextField(null=True)

    class Meta:
        table_name = "decision_row"
        primary_key = False
        indexes = ((("decision_id", "place"), True),)


TABLES = [AuthorisationProposal, AuthorisationReminder, DecisionImport, DecisionRow]
COLUMNS = (
    ("authorisation", "terms", CodeField(null=True)),
    ("authorisation", "is_emergency", SmallIntegerField(default=0)),
    ("authorisation", "successor_of", BigIntegerField(null=True, index=True)),
    ("authorisation", "merged_into", BigIntegerField(null=True, index=True)),
    ("authorisation_event", "authority", TextField(null=True)),
    ("authorisation_event", "document", CodeField(null=True)),
)


def up(migrator: SchemaMigrator, db: Database) -> None:
    for table, name, field in COLUMNS:
        migrate(migrator.add_column(table, name, field))
    create_tables(db, TABLES)


def down(migrator: SchemaMigrator, db: Database) -> None:
    drop_tables(db, TABLES)
    for name in ("successor_of", "merged_into"):
        migrate(migrator.drop_index("authorisation", f"authorisation_{name}"))
    for table, name, _ in reversed(COLUMNS):
        migrate(migrator.drop_column(table, name))
