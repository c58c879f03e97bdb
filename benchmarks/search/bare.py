"""The limit: the database's own queries for the newest matches, by its driver and nothing between."""

import sqlite3
from typing import Any

import psycopg

from news.grammar import parse_search
from storage.fts5 import as_fts
from storage.tsvector import as_tsquery

_FTS = "SELECT rowid AS key FROM item_words WHERE item_words MATCH ? ORDER BY rowid DESC LIMIT ?"
_VECTORS = "SELECT key FROM item_words WHERE words @@ CAST(%s AS tsquery) ORDER BY key DESC LIMIT %s"
_READ = (
    "SELECT newest.key, items.title, items.lead, items.published_at, words.title, words.lead, words.body "
    "FROM ({newest}) AS newest JOIN items ON items.id = (newest.key & 4294967295) "
    "JOIN item_words AS words ON words.{key} = newest.key"
)


class Bare:
    """The database at `url`, a file or a server."""

    def __init__(self, url: str) -> None:
        is_sqlite = url.startswith("sqlite")
        self._connection: Any = (
            sqlite3.connect(url.removeprefix("sqlite:///"))
            if is_sqlite
            else psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
        )
        self._compiled = as_fts if is_sqlite else as_tsquery
        self._newest = _FTS if is_sqlite else _VECTORS
        self._read = _READ.format(newest=self._newest, key="rowid" if is_sqlite else "key")

    def newest(self, query: str, *, limit: int) -> int:
        """How many of the newest `limit` matches there are, wherever they stand in time."""
        return self._asked(self._newest, query, limit)

    def read(self, query: str, *, limit: int) -> int:
        """So many matches with their texts and tokens."""
        return self._asked(self._read, query, limit)

    def close(self) -> None:
        self._connection.close()

    def _asked(self, statement: str, query: str, limit: int) -> int:
        words = self._compiled(parse_search(query).query)
        return len(self._connection.execute(statement, (words, limit)).fetchall())
