"""Lines of a large file, plain or packed by gzip: some at a time, in bounded memory."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from io import BufferedReader
from threading import Thread
from typing import BinaryIO, TypeVar, cast

LINES_AT_ONCE = 1_000
BYTES_AT_ONCE = 8 * 1024 * 1024
LONGEST = 32 * 1024 * 1024
"""Bytes of a line; of a longer one only the beginning is kept."""

_GZIP = b"\x1f\x8b"

T = TypeVar("T")


class LinesUnreadable(Exception):
    """The file cannot be read beyond line `after`."""

    def __init__(self, reason: str, *, after: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after = after


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end, by its number (from 1)."""

    number: int
    text: bytes


@dataclass(frozen=True, slots=True)
class Lot:
    """Some lines, and how many bytes of the file have been read behind them."""

    lines: list[Line]
    end: int


class Lines:
    """The lines of `file`."""

    def __init__(self, file: BufferedReader) -> None:
        self._file = file
        self._text: BinaryIO | None = None
        self._number = 0
        self._failure: LinesUnreadable | None = None

    async def lots(self) -> AsyncIterator[Lot]:
        """All lines, the next ones read while these are at work. Raises LinesUnreadable, after what could be
        read."""
        reading = _in_thread(self._take)
        while (lot := await reading).lines:
            reading = _in_thread(self._take)
            yield lot

    def _take(self) -> Lot:
        if self._failure:
            raise self._failure
        lines: list[Line] = []
        size = 0
        try:
            text = self._text = self._text or self._opened()
            while len(lines) < LINES_AT_ONCE and size < BYTES_AT_ONCE and (line := _next(text)):
                self._number += 1
                size += len(line)
                lines.append(Line(self._number, line.rstrip(b"\r\n")))
        except (OSError, EOFError, zlib.error) as error:
            self._failure = LinesUnreadable(str(error) or type(error).__name__, after=self._number)
            if not lines:
                raise self._failure from error
        return Lot(lines, self._position())

    def _opened(self) -> BinaryIO:
        if self._file.peek(len(_GZIP)).startswith(_GZIP):
            return cast(BinaryIO, gzip.open(self._file))
        return self._file

    def _position(self) -> int:
        return self._file.tell() if self._file.seekable() else 0


def _next(text: BinaryIO) -> bytes:
    line = text.readline(LONGEST)
    if len(line) == LONGEST and not line.endswith(b"\n"):
        while (rest := text.readline(BYTES_AT_ONCE)) and not rest.endswith(b"\n"):
            pass
    return line


def _in_thread(work: Callable[[], T]) -> "asyncio.Future[T]":
    # Not one of the event loop's threads, for which whoever presses Ctrl-C would wait: this one may wait for
    # somebody who types.
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if done.cancelled():
            return
        if error:
            done.set_exception(error)
        else:
            done.set_result(cast(T, result))

    def run() -> None:
        result, error = None, None
        try:
            result = work()
        except BaseException as raised:  # noqa: BLE001 - raised where it is waited for
            error = raised
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, result, error)

    Thread(target=run, daemon=True).start()
    return done
