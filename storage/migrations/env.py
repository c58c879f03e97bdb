"""How Alembic runs the migrations: on the connection that `storage.schema` hands it, in its transaction."""

from alembic import context

from storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
