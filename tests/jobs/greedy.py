"""A reader process with tasks that go beyond its limits, each in another way."""

import os
import signal
from typing import NoReturn

from jobs.reader_process import MOST_GROWTH, TASKS, main
from news.errors import FeedUnreadable

_kept: list[bytes] = []


def spin(body: bytes, *, url: str) -> NoReturn:
    while True:
        sum(range(1000))


def grow(body: bytes, *, url: str) -> int:
    return len(bytes(2 * MOST_GROWTH))


def grow_and_blame_the_document(body: bytes, *, url: str) -> int:
    try:
        return grow(body, url=url)
    except MemoryError as error:
        raise FeedUnreadable(url, f"cannot be read: {error}") from error


def keep(body: bytes, *, url: str) -> int:
    _kept.append(bytes(MOST_GROWTH // 3))
    return os.getpid()


def crash(body: bytes, *, url: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def stumble(body: bytes, *, url: str) -> int:
    return int("beyond")


def pid(body: bytes, *, url: str) -> int:
    return os.getpid()


def large(body: bytes, *, url: str) -> bytes:
    return bytes(8 * 1024 * 1024)


_GREEDY = (spin, grow, grow_and_blame_the_document, keep, crash, stumble, pid, large)
TASKS.update({task.__name__: task for task in _GREEDY})

__all__ = ["main"]
