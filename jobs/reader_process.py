"""A process that reads documents from outside: it may be ended at any time, and nothing is lost with it.

Standard input and output carry one frame a message: its length in four bytes, then its pickle. A job is the
name of a task and its arguments; each has an Answer.
"""

import gc
import pickle
import resource
import signal
import sys
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from news.archive import Archived, Read, read_archived
from news.archive import prepare as prepare_archive
from news.article import article_text, prepare
from news.edition import Edition, edition, read_all
from news.errors import FeedError
from news.item import Draft, Entry
from news.parse import parse
from news.reread import Reread, Written, reread
from news.robots import judge

MOST_SECONDS = 1.5
"""Of the processor's time for one document. 500 slightly broken entries of 4 KB take 0.3 of them, 2,000 of
them one; a well-formed feed a tenth of that."""

MOST_SECONDS_OF = {"extract": 4.0}
"""Of other tasks than reading a feed; an ordinary page takes a twentieth of a second."""

MOST_GROWTH = 100 * 1024 * 1024
"""Bytes of address space beyond what the process has when it starts, which is 45 MB, or has loaded what a
task needs. Nothing here runs in threads, so that address space is close to memory."""

_MOST_KEPT = MOST_GROWTH // 4
"""Beyond which what earlier documents left behind would be missing for the next one."""


def read(body: bytes, *, url: str, charset: str, seen: Set[bytes], **about: Any) -> Edition:
    """The document, and the first of its entries that had not been seen."""
    return edition(parse(body, url=url, charset=charset, seen=seen), **about)


def read_rest(entries: Sequence[Entry], *, url: str, **about: Any) -> list[Draft]:
    """More entries of the document at `url`."""
    return read_all(entries, **about)


def read_again(written: Sequence[Written], *, url: str) -> list[Reread]:
    """What is kept of items."""
    return reread(written)


def read_archive(articles: Sequence[Archived], *, url: str, now: datetime) -> list[Read]:
    """Articles of the archive `url`."""
    return [read_archived(article, now=now) for article in articles]


TASKS: dict[str, Callable[..., Any]] = {
    "parse": parse,
    "read": read,
    "read rest": read_rest,
    "reread": read_again,
    "read archive": read_archive,
    "extract": article_text,
    "judge": judge,
}
"""What can be asked for; each is handed something from outside, and the `url` that it came from."""

_LEARNING = ("read", "read rest", "reread", "read archive")
"""Tasks that remember words for the next time: what they leave behind is of use."""


def _prepare_archive() -> None:
    prepare_archive()
    # All this stays: to search it for garbage, again and again, takes a twentieth of the time.
    gc.collect()
    gc.freeze()


_PREPARATIONS: dict[str, Callable[[], None]] = {"extract": prepare, "read archive": _prepare_archive}

_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Unread:
    """Why the document could not be read."""

    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a task returned, or Unread; with the last one the process is of no further use."""

    content: Any
    is_last: bool = False


def main() -> None:
    """Answer jobs until standard input ends, or memory does."""
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    start = first = _limit_memory()
    prepared: set[str] = set()
    is_last = False
    while not is_last and (length := int.from_bytes(incoming.read(_LENGTH))):
        task, arguments, named = pickle.loads(incoming.read(length))  # noqa: S301 - from the process that started us
        if task in _PREPARATIONS and task not in prepared:
            start = first = _prepare(task)
            prepared.add(task)
        # Ends the process without another word: no Python code could end a parser's own loop.
        signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS_OF.get(task, MOST_SECONDS))
        try:
            content = _content(task, arguments, named)
            if task in _LEARNING:
                first = _limit_memory()
            is_last = _address_space() > min(first + _MOST_KEPT, start + MOST_GROWTH)
            frame = pickle.dumps(Answer(content, is_last))
        except MemoryError:
            is_last, reason = True, f"takes more than {MOST_GROWTH // 1024 // 1024} MB of memory to read"
            frame = pickle.dumps(Answer(Unread(reason), is_last))
        signal.setitimer(signal.ITIMER_PROF, 0)
        _write_frame(outgoing, frame)


def _content(task: str, arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
    try:
        return TASKS[task](*arguments, **named)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - see below
        # A parser may take the want of memory for the document's fault.
        if isinstance(error.__cause__, MemoryError):
            raise error.__cause__ from None
        if isinstance(error, FeedError):
            return Unread(error.reason)
        # One document that meets a mistake of ours is no reason to read no other.
        return Unread(f"cannot be read: {type(error).__name__}: {error}")


def _address_space() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def _prepare(task: str) -> int:
    """Load what a task needs: our own code, which counts neither as time nor as growth."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    _PREPARATIONS[task]()
    return _limit_memory()


def _limit_memory() -> int:
    """Allow MOST_GROWTH from now on; returns what there is already."""
    first = _address_space()
    # Only the soft limit: what is loaded later on, when it is first needed, moves it once more.
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = first + MOST_GROWTH
    resource.setrlimit(resource.RLIMIT_AS, (wanted if most < 0 else min(wanted, most), most))
    return first


def _write_frame(outgoing: BinaryIO, frame: bytes) -> None:
    outgoing.write(len(frame).to_bytes(_LENGTH) + frame)
    outgoing.flush()
