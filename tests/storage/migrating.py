"""Schemas of earlier versions, for tests of what migrations make of them."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

import storage


def upgrade_to(connection: Connection, revision: str) -> None:
    """Bring the schema forward to that revision, and no further."""
    config = Config()
    config.set_main_option("script_location", str(Path(storage.__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
