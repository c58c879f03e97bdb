"""Databases in trouble: each trouble is a true one, and begins and ends when a test says so."""

import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import (
    AbstractContextManager,
    ExitStack,
    closing,
    contextmanager,
)
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Self

import psycopg
from psycopg import sql
from sqlalchemy import event, make_url

from storage.database import Database
from tests.postgres import OwnServer, Postgres

Fixture = Callable[[str], Any]
"""A fixture by its name."""

Trouble = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True, kw_only=True)
class Ailing:
    """A database that is well but for the time of its `trouble()`."""

    db: Database
    trouble: Trouble


@contextmanager
def disk_full() -> Iterator[None]:
    """Nothing that this process writes into any file finds room there."""
    before, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, most))


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Another program writes to the SQLite database, and does not end."""
    with closing(sqlite3.connect(make_url(url).database or "", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def with_pragma(db: Database, during: str, after: str) -> Iterator[None]:
    """So it is on every connection to the SQLite database that is taken into use."""
    pragma = during

    def prepare(connection: Any, *_: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(db._engine.sync_engine, "checkout", prepare)
    try:
        yield
    finally:
        pragma = after


@contextmanager
def altered(server: Postgres, url: str, during: str, after: str) -> Iterator[None]:
    """The server has the database so, and has ended all sessions of before."""
    _alter(server, url, during)
    try:
        yield
    finally:
        _alter(server, url, after)


def _alter(server: Postgres, url: str, how: str) -> None:
    name = make_url(url).database or ""
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(sql.SQL(f"ALTER DATABASE {{}} {how}").format(sql.Identifier(name)))
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [name]
        )


class Strike:
    """Trouble that begins before so manyth statement, and lasts until it is ended."""

    def __init__(self, db: Database, trouble: Trouble, *, before: int) -> None:
        self._trouble, self._left = trouble, before
        self._lasting = ExitStack()
        for name in ("before_cursor_execute", "commit"):
            event.listen(db._engine.sync_engine, name, self._count)

    def _count(self, *_: object) -> None:
        self._left -= 1
        if self._left == 0:
            self._lasting.enter_context(self._trouble())

    def ends(self) -> bool:
        """Whether it has begun at all."""
        begun, self._left = self._left <= 0, 0
        self._lasting.close()
        return begun


class GoingServer:
    """A PostgreSQL that runs while the block does, but for the time in which it is `gone()`."""

    def __init__(self, server: OwnServer) -> None:
        self._server = server
        self._running = ExitStack()
        self.postgres = Postgres(server.url)

    def __enter__(self) -> Self:
        self._running.enter_context(self._server.running())
        return self

    def __exit__(self, *exc: object) -> None:
        self._running.close()

    @contextmanager
    def gone(self) -> Iterator[None]:
        self.__exit__()
        try:
            yield
        finally:
            self.__enter__()


def _disk_full(get: Fixture) -> Ailing:
    return Ailing(db=get("sqlite_db"), trouble=disk_full)


def _locked(get: Fixture) -> Ailing:
    url, open_database = get("sqlite_url"), get("open_database")
    db = open_database(url, patience=timedelta())
    return Ailing(db=db, trouble=partial(locked, url))


def _read_only(get: Fixture) -> Ailing:
    db = get("sqlite_db")
    return Ailing(db=db, trouble=partial(with_pragma, db, "query_only=ON", "query_only=OFF"))


def _shut(get: Fixture) -> Ailing:
    how = "ALLOW_CONNECTIONS false", "ALLOW_CONNECTIONS true"
    return Ailing(db=get("postgres_db"), trouble=partial(altered, get("postgres"), get("postgres_url"), *how))


def _standby(get: Fixture) -> Ailing:
    how = "SET default_transaction_read_only = on", "RESET default_transaction_read_only"
    return Ailing(db=get("postgres_db"), trouble=partial(altered, get("postgres"), get("postgres_url"), *how))


def _gone(get: Fixture) -> Ailing:
    server: GoingServer = get("going_server")
    return Ailing(db=get("open_database")(get("going_url")), trouble=server.gone)


TROUBLES: dict[str, Callable[[Fixture], Ailing]] = {
    "SQLite has no room on its disk": _disk_full,
    "SQLite is locked by another program": _locked,
    "SQLite is read-only": _read_only,
    "PostgreSQL ends all sessions and lets nobody in": _shut,
    "PostgreSQL lets nobody write": _standby,
    "PostgreSQL is gone": _gone,
}
"""By what is the matter."""

MIDWAY = (
    "SQLite has no room on its disk",
    "PostgreSQL ends all sessions and lets nobody in",
    "PostgreSQL is gone",
)
"""Those that can begin in the midst of a transaction."""
