"""The database: one schema for SQLite and PostgreSQL, prepared texts, migrations."""
