"""`kliping import`: articles of an archive."""

import os
import stat
from contextlib import ExitStack
from io import BufferedReader
from pathlib import Path

import click

from app.commands.running import with_database
from app.errors import SettingsError
from app.import_progress import Progress, counts
from app.json_lines import STANDARD_INPUT, print_json
from app.settings import Settings
from app.side_file import SideFile
from app.wiring import SystemClock, opened_grouper
from jobs.importing import Import, Imported
from jobs.lines import Line, Lines, LinesUnreadable
from jobs.reading import Readers
from news.clock import Clock
from storage.database import Database
from storage.errors import DatabaseTrouble

_SAID = 10
"""Wrong lines of which standard error tells; the side file has all."""


@click.command("import")
@click.argument("file", type=click.Path(allow_dash=True, path_type=Path))
@click.option(
    "--wrong", type=click.Path(path_type=Path), help="Where wrong lines go instead of FILE.wrong.jsonl."
)
@click.option(
    "--no-grouping", is_flag=True, help="Leave it to a running Kliping to put articles into stories."
)
@click.option("--json", "as_json", is_flag=True, help="Say how it went as one JSON object.")
def import_(file: Path, *, wrong: Path | None, no_grouping: bool, as_json: bool) -> None:
    """Keep and index the articles of an archive: FILE, or - for standard input, plain or packed by gzip.

    Each line is a JSON object with `title`, `url` and `published_at` and, if wanted, `body` (or `summary`)
    and `outlet`. What is kept already is passed over: an import that was broken off goes on when it is called
    again. Wrong lines go into a file of their own, each below its reason, to be mended and imported.
    """
    name = STANDARD_INPUT if str(file) == "-" else str(file)
    beside = wrong or Path("import.wrong.jsonl" if name == STANDARD_INPUT else f"{file}.wrong.jsonl")
    with ExitStack() as stack:
        archive = _opened(file)
        if _is_regular(archive):  # of any other, a thread may still wait for more, and closing would too
            stack.callback(archive.close)
        if beside.exists() and os.path.samestat(beside.stat(), os.fstat(archive.fileno())):
            raise SettingsError(f"{beside} is the archive itself: name another file with --wrong")
        side = stack.enter_context(SideFile(beside, source=name))
        done = _imported(name, archive, side, is_grouped=not no_grouping, as_json=as_json)
    if done.wrong and not done.kept and not done.known:
        raise SettingsError(f"{name} holds no article: see {beside}")


def _imported(
    name: str, archive: BufferedReader, side: SideFile, *, is_grouped: bool, as_json: bool
) -> Imported:
    clock = SystemClock()
    progress = Progress(size=_size(archive), clock=clock)

    async def act(db: Database, settings: Settings) -> tuple[Imported, float, int]:
        done = await _import(db, settings, Lines(archive), side, progress=progress, name=name)
        seconds = progress.seconds
        progress.end()
        click.echo(_summary(done, seconds, side, settings), err=as_json)
        return done, seconds, await _group(db, progress, clock=clock) if is_grouped and done.kept else 0

    try:
        done, seconds, grouped = with_database(act)
    except DatabaseTrouble as trouble:
        raise SettingsError(
            f"the database cannot be used ({trouble.reason}): see that its disk has room and that nobody "
            "locks it, and import again; it goes on where it stopped"
        ) from trouble
    except LinesUnreadable as error:
        raise SettingsError(
            f"{name} cannot be read beyond line {error.after} ({error.reason}); what came before is kept"
        ) from error
    finally:
        progress.end()
    if as_json:
        print_json(_object(done, seconds, grouped, side))
    return done


async def _import(
    db: Database, settings: Settings, lines: Lines, side: SideFile, *, progress: Progress, name: str
) -> Imported:
    said = 0

    def tell_wrong(line: Line, reason: str) -> None:
        nonlocal said
        side.add(line.number, line.text, reason)
        if said < _SAID:
            progress.say(f"{name}, line {line.number}: {reason}")
        said += 1

    clock = SystemClock()
    async with Readers() as readers:
        importing = Import(
            db,
            name=name,
            run=readers.run,
            clock=clock,
            oldest=clock.now() - settings.retention_days,
            wrong=tell_wrong,
            tell=progress.tell,
        )
        return await importing.run(lines.lots())


async def _group(db: Database, progress: Progress, *, clock: Clock) -> int:
    """Put what waits into stories, unless a running Kliping is at it."""
    placed = 0
    async with opened_grouper(db, clock=clock) as grouper:
        while more := await grouper.group_new_items():
            placed += more
            progress.tell_grouped(placed)
    return placed


def _summary(done: Imported, seconds: float, side: SideFile, settings: Settings) -> str:
    lines = [f"{counts(done)}; {done.kept / seconds:,.0f} articles a second kept."]
    if done.wrong:
        lines.append(f"Wrong lines are in {side.path}: mend them there, and import that file.")
    if done.old:
        lines.append(
            f"Older than KLIPING_RETENTION_DAYS={settings.retention_days.days}, and so forgotten when "
            f"Kliping runs, unless that is set higher before: {done.old:,}."
        )
    return "\n".join(lines)


def _object(done: Imported, seconds: float, grouped: int, side: SideFile) -> dict[str, object]:
    return {
        "lines": done.lines,
        "kept": done.kept,
        "known": done.known,
        "wrong": done.wrong,
        "old": done.old,
        "grouped": grouped,
        "seconds": round(seconds, 2),
        "kept_a_second": round(done.kept / seconds, 1),
        "lines_a_second": round(done.lines / seconds, 1),
        "wrong_lines": str(side.path) if done.wrong else None,
    }


def _opened(file: Path) -> BufferedReader:
    try:
        # Not sys.stdin, which Python would close, waiting for whoever still reads from it.
        return open(0, "rb", closefd=False) if str(file) == "-" else file.open("rb")
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}") from error


def _size(archive: BufferedReader) -> int:
    return os.fstat(archive.fileno()).st_size if _is_regular(archive) else 0


def _is_regular(archive: BufferedReader) -> bool:
    return stat.S_ISREG(os.fstat(archive.fileno()).st_mode)
