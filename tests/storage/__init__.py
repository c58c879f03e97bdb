"""The specification of what we remember, on SQLite and on PostgreSQL."""
