"""The database: opened once, then read and written in transactions."""

import re
import sqlite3
from asyncio import Lock, to_thread
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, ExceptionContext, event, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.errors import DatabaseTrouble, DatabaseUnreachable

Transaction = AsyncConnection
"""What every question takes: open until the `async with` that made it ends."""

PATIENCE = timedelta(seconds=10)
"""How long a writer waits while another process writes."""

BREATHER = timedelta(milliseconds=110)
"""What a writer that goes on for long leaves to others between two transactions: who waits to write on SQLite
asks again every tenth of a second at last, and would else never find it free."""

_SQLITE_TROUBLE = frozenset(
    {
        sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL,
    }
)  # fmt: skip
_POSTGRES_TROUBLE = ("08", "25006", "40", "53", "55", "57", "58")
"""Classes of SQLSTATE: connection, transaction, rollback, resources, locks, the operator, the system."""

_QUOTED = re.compile(r': ".*', re.DOTALL)
"""A value; the names of tables and columns are quoted in the middle of a sentence."""


class Database:
    """One database, SQLite or PostgreSQL, for one process."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writer = engine.execution_options(begins_writing=True)
        # SQLite has one writer at a time: waiting here in order beats busy retries against one another.
        self._turn = Lock() if engine.dialect.name == "sqlite" else nullcontext()

    @classmethod
    def at(cls, url: str, *, patience: timedelta = PATIENCE) -> "Database":
        """The database at `url`, not opened yet; the `timeout` of a SQLite URL goes before `patience`. Raises
        DatabaseUnreachable where `url` names none."""
        try:
            return cls(_engine(url, patience))
        except (SQLAlchemyError, ImportError, ValueError) as error:
            raise DatabaseUnreachable(" ".join(str(error).split())) from error

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """A transaction that only asks. Raises DatabaseTrouble."""
        with _telling_trouble():
            async with self._engine.begin() as tx:
                yield tx

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        """A transaction that changes: all of it is kept, or nothing when the block raises. Raises
        DatabaseTrouble."""
        with _telling_trouble():
            async with self._turn, self._writer.begin() as tx:
                yield tx

    @asynccontextmanager
    async def outside_transactions(self) -> AsyncIterator[Any]:
        """The driver's connection, for what must not be in a transaction. Raises DatabaseTrouble."""
        with _telling_trouble():
            async with self._turn, self._engine.connect() as connection:
                try:
                    yield (await connection.get_raw_connection()).driver_connection
                except sqlite3.OperationalError as error:
                    raise DatabaseTrouble(_on_one_line(error)) from error

    async def ping(self) -> None:
        """Raises DatabaseUnreachable where the database does not answer."""
        try:
            if self.is_sqlite:
                # Where the file cannot be opened, the driver's thread would outlive the event loop.
                await to_thread(_open_once, self._engine.url.database or ":memory:")
            async with self.writing() as tx:
                await tx.exec_driver_sql("SELECT 1")
        except DatabaseTrouble as error:
            raise DatabaseUnreachable(error.reason) from error
        except (DBAPIError, sqlite3.Error, OSError) as error:
            reason = error.orig if isinstance(error, DBAPIError) else error
            raise DatabaseUnreachable(" ".join(str(reason).split())) from error

    async def close(self) -> None:
        await self._engine.dispose()

    @property
    def is_sqlite(self) -> bool:
        return self._engine.dialect.name == "sqlite"


def would_be_made(url: str) -> bool:
    """Whether `url` names a SQLite file that there is not yet: opening it would make it."""
    try:
        parsed = make_url(url)
    except SQLAlchemyError:
        return False
    file = Path(parsed.database or "")
    return parsed.get_backend_name() == "sqlite" and file.parent.is_dir() and not file.exists()


@contextmanager
def _telling_trouble() -> Iterator[None]:
    try:
        yield
    except PoolTimeout as error:
        raise DatabaseTrouble(_on_one_line(error)) from error


def _tell_trouble(context: ExceptionContext) -> DatabaseTrouble | None:
    # At the very statement, and not when the transaction ends: whoever goes on after a wrong statement must
    # not go on after this one.
    error = context.sqlalchemy_exception
    if not isinstance(error, DBAPIError):
        return None
    _without_values(error)
    if context.is_pre_ping or not _is_trouble(error):
        return None
    return DatabaseTrouble(_on_one_line(error.orig))


def _without_values(error: DBAPIError) -> None:
    # PostgreSQL tells what people wrote ("Failing row contains …"), and what is raised here may be logged.
    diagnosis = getattr(error.orig, "diag", None)
    if error.orig is None or diagnosis is None or not diagnosis.message_primary:
        return
    whole, said = str(error.orig), _QUOTED.sub(": …", diagnosis.message_primary)
    error.orig.args = (said,)
    error.args = tuple(str(arg).replace(whole, said) for arg in error.args)


def _on_one_line(error: BaseException | None) -> str:
    return " ".join(str(error).split())


def _is_trouble(error: DBAPIError) -> bool:
    # What is too large for a row or an index is an operational error as well, but not the database's fault.
    if error.connection_invalidated or isinstance(error, InterfaceError):
        return True
    if (code := getattr(error.orig, "sqlite_errorcode", None)) is not None:
        return code & 0xFF in _SQLITE_TROUBLE
    if (state := getattr(error.orig, "sqlstate", None)) is not None:
        return str(state).startswith(_POSTGRES_TROUBLE)
    return isinstance(error, OperationalError)


def _open_once(path: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version")


def _engine(url: str, patience: timedelta) -> AsyncEngine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = _sqlite_engine(parsed, patience)
    else:
        engine = create_async_engine(
            parsed, hide_parameters=True, pool_pre_ping=True, connect_args=_limits(patience)
        )
    event.listen(engine.sync_engine, "handle_error", _tell_trouble, retval=True)
    return engine


def _limits(patience: timedelta) -> dict[str, int]:
    """Of a server that has gone without a word, we would else wait for an answer for hours."""
    seconds = int(patience.total_seconds())
    silent = {"keepalives_idle": seconds, "keepalives_interval": seconds // 2, "keepalives_count": 2}
    return {"connect_timeout": seconds, "tcp_user_timeout": 2 * seconds * 1000} | silent


def _sqlite_engine(url: URL, patience: timedelta) -> AsyncEngine:
    url = url.set(
        drivername="sqlite+aiosqlite", query={"timeout": f"{patience.total_seconds()}", **url.query}
    )
    engine = create_async_engine(url, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; `_begin_sqlite` does
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA page_count")
    if tuple(cursor.fetchone()) == (0,):
        # A file that is to be made: before anything else is in it, for pages that get free to be given back.
        cursor.execute("PRAGMA auto_vacuum=INCREMENTAL")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A read transaction that turns into a write fails at once, whatever the timeout: a writer says so first.
    writing = connection.get_execution_options().get("begins_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
