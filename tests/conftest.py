"""Databases for every room: SQLite in a temporary file, and a real PostgreSQL; each test has its own."""

import asyncio
import gc
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, AsyncExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import settings

from storage.database import PATIENCE, Database
from storage.schema import migrate
from tests.ailing import TROUBLES, Ailing, GoingServer
from tests.memory import folder_in_memory
from tests.postgres import NoPostgres, Postgres, running_postgres, server_that_goes

Fresh = Callable[[], AbstractContextManager[str]]


class OpenDatabase(Protocol):
    def __call__(self, url: str, *, patience: timedelta = PATIENCE) -> Database: ...


# Where a run must be repeatable, hypothesis tries the same examples each time; elsewhere it goes on looking.
# How long one of them takes says more about what else the machine does.
settings.register_profile("searching", deadline=None)
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable" if os.environ.get("CI") else "searching")


def pytest_configure() -> None:
    """Every `tmp_path` lies in memory, unless somebody has said where else; no certificate is trusted."""
    if folder := folder_in_memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", folder)
    # Nothing leaves this machine, and every new bot would read hundreds of certificates for it.
    os.environ.pop("SSL_CERT_FILE", None)
    os.environ["SSL_CERT_DIR"] = str(Path(__file__).parent)


def pytest_collection_finish() -> None:
    """What there is by now stays to the end, and need not be looked through for garbage again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server; started when the first test asks for it."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "kliping.db"
    asyncio.run(_migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def _postgres_template(postgres: Postgres) -> Iterator[str]:
    with postgres.database() as url:
        asyncio.run(_migrate(url))
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path, _sqlite_template: Path) -> str:
    """A SQLite database of this version's schema, without rows."""
    return f"sqlite:///{shutil.copy(_sqlite_template, tmp_path / 'kliping.db')}"


@pytest.fixture
def postgres_url(postgres: Postgres, _postgres_template: str) -> Iterator[str]:
    """A PostgreSQL database of this version's schema, without rows."""
    with postgres.database(like=_postgres_template) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database of this version's schema, without rows: the test runs on both."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def blank_sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'blank.db'}"


@pytest.fixture
def blank_postgres_url(postgres: Postgres) -> Iterator[str]:
    with postgres.database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def blank_url(request: pytest.FixtureRequest) -> str:
    """A database without any table: the test runs on both."""
    url: str = request.getfixturevalue(f"blank_{request.param}_url")
    return url


@pytest.fixture
async def open_database() -> AsyncIterator[OpenDatabase]:
    """Opens the database at a URL, once more with every call, as another process would."""
    async with AsyncExitStack() as opened:

        def open_(url: str, *, patience: timedelta = PATIENCE) -> Database:
            db = Database.at(url, patience=patience)
            opened.push_async_callback(db.close)
            return db

        yield open_


@pytest.fixture
async def db(database_url: str, open_database: OpenDatabase) -> Database:
    """An open database without rows: the test runs on both."""
    return open_database(database_url)


@pytest.fixture
async def sqlite_db(sqlite_url: str, open_database: OpenDatabase) -> Database:
    return open_database(sqlite_url)


@pytest.fixture
async def postgres_db(postgres_url: str, open_database: OpenDatabase) -> Database:
    return open_database(postgres_url)


@pytest.fixture
def fresh_sqlite(tmp_path: Path, _sqlite_template: Path) -> Fresh:
    """Makes a database without rows, again and again."""

    @contextmanager
    def fresh() -> Iterator[str]:
        yield f"sqlite:///{shutil.copy(_sqlite_template, tmp_path / 'news.db')}"

    return fresh


@pytest.fixture
def fresh_postgres(postgres: Postgres, _postgres_template: str) -> Fresh:
    """Makes a database without rows, again and again."""
    return lambda: postgres.database(like=_postgres_template)


@pytest.fixture(scope="session")
def going_server() -> Iterator[GoingServer]:
    """A PostgreSQL that can go; nobody else's, even where one is named."""
    try:
        with server_that_goes() as server, GoingServer(server) as going:
            yield going
    except NoPostgres as why:
        pytest.skip(str(why))


@pytest.fixture(scope="session")
def _going_template(going_server: GoingServer) -> Iterator[str]:
    with going_server.postgres.database() as url:
        asyncio.run(_migrate(url))
        yield url


@pytest.fixture
def going_url(going_server: GoingServer, _going_template: str) -> Iterator[str]:
    with going_server.postgres.database(like=_going_template) as url:
        yield url


@pytest.fixture(params=TROUBLES)
def ailing(request: pytest.FixtureRequest) -> Ailing:
    """A database that may fall ill: the test runs with every trouble."""
    return TROUBLES[request.param](request.getfixturevalue)


async def _migrate(url: str) -> None:
    db = Database.at(url)
    await migrate(db)
    await db.close()
