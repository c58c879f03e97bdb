"""The limit: the database's own query for the newest matches, by its driver and nothing between."""

import sqlite3
from typing import Any

import psycopg

from news.grammar import parse_search
from storage.search import as_fts, as_tsquery

_FTS = "SELECT rowid FROM item_words WHERE item_words MATCH ? ORDER BY rowid DESC LIMIT ?"
_VECTORS = "SELECT key FROM item_words WHERE words @@ CAST(%s AS tsquery) ORDER BY key DESC LIMIT %s"


class Bare:
    """The database at `url`, a file or a server."""

    def __init__(self, url: str) -> None:
        self._is_sqlite = url.startswith("sqlite")
        self._connection: Any = (
            sqlite3.connect(url.removeprefix("sqlite:///"))
            if self._is_sqlite
            else psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
        )

    def newest(self, query: str, *, limit: int) -> int:
        """How many of the newest `limit` matches there are, wherever they stand in time."""
        wanted = parse_search(query).query
        words = as_fts(wanted) if self._is_sqlite else as_tsquery(wanted)
        return len(self._connection.execute(_FTS if self._is_sqlite else _VECTORS, (words, limit)).fetchall())

    def close(self) -> None:
        self._connection.close()
