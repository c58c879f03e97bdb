"""Opening the database, and what a transaction promises."""

import asyncio
import logging
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from socket import create_server

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError, DBAPIError, OperationalError

from news.feed import Source
from storage.database import Database
from storage.errors import DatabaseTrouble, DatabaseUnreachable
from storage.feeds import followed_feeds
from storage.following import follow_feed
from tests.clocks import MORNING
from tests.conftest import OpenDatabase
from tests.make import make_source


async def _followed(db: Database) -> list[str]:
    async with db.reading() as tx:
        return [feed.url for feed in await followed_feeds(tx, now=MORNING)]


async def _reason(db: Database) -> str:
    with pytest.raises(DatabaseUnreachable) as caught:
        await db.ping()
    return caught.value.reason


async def test_what_a_block_wrote_is_kept(db: Database) -> None:
    async with db.writing() as tx:
        await follow_feed(tx, make_source(url="https://kabar.example/rss"), now=MORNING)

    assert await _followed(db) == ["https://kabar.example/rss"]


async def test_a_block_that_fails_leaves_nothing(db: Database) -> None:
    async def write_and_fail() -> None:
        async with db.writing() as tx:
            await follow_feed(tx, make_source(), now=MORNING)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await write_and_fail()

    assert await _followed(db) == []


@pytest.fixture
def url(request: pytest.FixtureRequest) -> str:
    named: str = request.getfixturevalue(f"{request.param}_url")
    return named


@pytest.mark.parametrize(
    ("url", "statement", "told"),
    [
        ("sqlite", "DELETE FROM items", DatabaseTrouble),
        ("sqlite", "SELECT nothing FROM nowhere", OperationalError),
        ("postgres", "SELECT pg_terminate_backend(pg_backend_pid())", DatabaseTrouble),
        ("postgres", "DO $$ BEGIN RAISE deadlock_detected; END $$", DatabaseTrouble),
        ("postgres", "DO $$ BEGIN RAISE disk_full; END $$", DatabaseTrouble),
        ("postgres", "DO $$ BEGIN RAISE program_limit_exceeded; END $$", OperationalError),
        ("postgres", "SELECT 1/0", DataError),
    ],
    indirect=["url"],
)
async def test_trouble_with_the_database_is_told_apart_from_what_it_was_asked(
    open_database: OpenDatabase, url: str, statement: str, told: type
) -> None:
    db = open_database(url)

    async def ask() -> None:
        async with db.writing() as tx:
            if db.is_sqlite:
                await tx.exec_driver_sql("PRAGMA query_only=ON")
            await tx.exec_driver_sql(statement)

    with pytest.raises(told):
        await ask()


WROTE = "rahasia"
NO_ROW = "INSERT INTO updates (id, raw) VALUES (1, :wrote)"


@pytest.mark.parametrize(
    ("url", "statement", "told"),
    [
        ("sqlite", NO_ROW, "NOT NULL constraint failed: updates."),
        ("postgres", NO_ROW, 'of relation "updates" violates not-null constraint'),
        ("postgres", "SELECT CAST(CAST(:wrote AS text) AS bigint)", "for type bigint: …"),
        ("postgres", "SELECT CAST(CAST(:wrote AS text) AS json)", "for type json"),
        ("postgres", "SELECT to_tsquery('simple', :wrote || ' & & (')", "in tsquery: …"),
    ],
    indirect=["url"],
)
async def test_an_error_that_is_logged_says_what_is_wrong_without_what_people_wrote(
    open_database: OpenDatabase, url: str, statement: str, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def ask() -> None:
        async with open_database(url).writing() as tx:
            await tx.execute(text(statement), {"wrote": WROTE})

    with pytest.raises(DBAPIError) as caught:
        await ask()
    logging.getLogger("storage").error("nobody expected this", exc_info=caught.value)

    assert told in caplog.text
    assert WROTE not in caplog.text


async def test_trouble_is_told_at_the_statement_that_meets_it(postgres_db: Database) -> None:
    """Else whoever goes on after a wrong statement would go on with a transaction that is lost."""
    met = []

    async def ask() -> None:
        async with postgres_db.writing() as tx:
            try:
                await tx.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
            except DatabaseTrouble as trouble:
                met.append(trouble)
                raise

    with pytest.raises(DatabaseTrouble) as caught:
        await ask()

    assert met == [caught.value]


async def test_what_is_not_committed_is_seen_by_nobody_else(
    database_url: str, open_database: OpenDatabase
) -> None:
    one, other = open_database(database_url), open_database(database_url)

    async with one.writing() as tx:
        await follow_feed(tx, make_source(), now=MORNING)
        assert await _followed(other) == []


async def test_two_writers_wait_for_one_another(database_url: str, open_database: OpenDatabase) -> None:
    one, other = open_database(database_url), open_database(database_url)

    async def follow(db: Database, source: Source) -> None:
        async with db.writing() as tx:
            await followed_feeds(tx, now=MORNING)
            await follow_feed(tx, source, now=MORNING)

    sources = [make_source(url=f"https://kabar.example/{n}", outlet=f"Kabar {n}") for n in range(8)]
    await asyncio.gather(*(follow((one, other)[n % 2], source) for n, source in enumerate(sources)))

    assert await _followed(one) == [source.url for source in sources]


async def test_every_connection_to_sqlite_keeps_foreign_keys_and_a_write_ahead_log(
    sqlite_db: Database,
) -> None:
    async with AsyncExitStack() as side_by_side:
        for _ in range(3):
            tx = await side_by_side.enter_async_context(sqlite_db.reading())
            assert await tx.scalar(text("PRAGMA foreign_keys")) == 1
            assert await tx.scalar(text("PRAGMA journal_mode")) == "wal"


async def test_sqlite_is_prepared_whatever_driver_its_address_names(
    tmp_path: Path, open_database: OpenDatabase
) -> None:
    db = open_database(f"sqlite+aiosqlite:///{tmp_path}/kliping.db")

    async with db.writing() as tx:
        assert await tx.scalar(text("PRAGMA foreign_keys")) == 1


@pytest.mark.parametrize(("query", "milliseconds"), [("", 3_000), ("?timeout=0.5", 500)])
async def test_the_address_of_sqlite_may_say_how_long_a_writer_waits(
    sqlite_url: str, open_database: OpenDatabase, query: str, milliseconds: int
) -> None:
    db = open_database(sqlite_url + query, patience=timedelta(seconds=3))

    async with db.reading() as tx:
        assert await tx.scalar(text("PRAGMA busy_timeout")) == milliseconds


async def test_a_database_that_answers_can_be_pinged(db: Database) -> None:
    await db.ping()


async def test_a_path_without_a_folder_is_unreachable(tmp_path: Path, open_database: OpenDatabase) -> None:
    db = open_database(f"sqlite:///{tmp_path}/nowhere/kliping.db")

    assert await _reason(db) == "unable to open database file"


async def test_a_file_that_is_no_database_is_unreachable(tmp_path: Path, open_database: OpenDatabase) -> None:
    (tmp_path / "kliping.db").write_text("Catatan rapat, bukan basis data.\n" * 40)
    db = open_database(f"sqlite:///{tmp_path}/kliping.db")

    assert await _reason(db) == "file is not a database"


async def test_a_server_that_is_not_there_is_unreachable_for_a_reason_on_one_line(
    tmp_path: Path, open_database: OpenDatabase
) -> None:
    db = open_database(f"postgresql://kliping:hush@/kliping?host={tmp_path}")

    reason = await _reason(db)

    assert "No such file or directory" in reason
    assert "\n" not in reason
    assert "hush" not in reason


async def test_a_server_without_this_database_is_unreachable(
    postgres_url: str, open_database: OpenDatabase
) -> None:
    missing = postgres_url.replace("/kliping_test_", "/not_kliping_test_")

    assert "does not exist" in await _reason(open_database(missing))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "kliping.db",
        "postgres://kliping:hush@db/kliping",
        "mysql://kliping:hush@db/kliping",
        "oracle://kliping:hush@db/kliping",
        "postgresql+psycopg2://kliping:hush@db/kliping",
        "postgresql://kliping:hush@db:harbour/kliping",
    ],
)
def test_an_address_that_names_no_database_of_ours_is_unreachable(url: str) -> None:
    with pytest.raises(DatabaseUnreachable) as caught:
        Database.at(url)

    assert caught.value.reason
    assert "hush" not in caught.value.reason
    assert "\n" not in caught.value.reason


async def test_a_server_that_never_answers_is_given_up() -> None:
    with create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        db = Database.at(f"postgresql://kliping@127.0.0.1:{port}/news", patience=timedelta(seconds=2))

        assert "timeout" in await _reason(db)
