"""The agent who made a key for its principal: such a key works while the mandate does."""

from peewee import BigIntegerField, Database
from playhouse.migrate import SchemaMigrator, migrate


def up(migrator: SchemaMigrator, _db: Database) -> None:
    migrate(migrator.add_column("api_key", "agent_id", BigIntegerField(null=True, index=True)))


def down(migrator: SchemaMigrator, _db: Database) -> None:
    migrate(migrator.drop_index("api_key", "api_key_agent_id"))
    migrate(migrator.drop_column("api_key", "agent_id"))
