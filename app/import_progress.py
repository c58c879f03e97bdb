"""How far an import is, on standard error: on one line of a terminal, or now and then a line of its own."""

import sys
from datetime import timedelta

import click

from jobs.importing import Imported
from news.clock import Clock
from news.text import clean

_EVERY = timedelta(seconds=30)
_EVERY_ON_TERMINAL = timedelta(seconds=0.5)


class Progress:
    """Tells of an import of `size` bytes, or of none that is known."""

    def __init__(self, *, size: int, clock: Clock) -> None:
        self._size, self._clock = size, clock
        self._begun_at = self._told_at = clock.now()
        self._on_terminal = sys.stderr.isatty()
        self._shown = False

    @property
    def seconds(self) -> float:
        """Since it began."""
        return max((self._clock.now() - self._begun_at).total_seconds(), 0.001)

    def tell(self, done: Imported) -> None:
        """Tell how far it is, unless that was said just now."""
        if self._is_time():
            rate = f"{done.lines / self.seconds:,.0f} lines a second"
            self._show(", ".join([counts(done), rate, *self._left(done)]))

    def tell_grouped(self, placed: int) -> None:
        """Tell how many articles have been put into stories."""
        if self._is_time():
            self._show(f"{placed:,} articles put into stories")

    def say(self, line: str) -> None:
        """Say something else, on a line of its own."""
        self.end()
        click.echo(clean(line), err=True)

    def end(self) -> None:
        """Leave the line."""
        if self._shown:
            click.echo(err=True)
        self._shown = False

    def _is_time(self) -> bool:
        now, every = self._clock.now(), _EVERY_ON_TERMINAL if self._on_terminal else _EVERY
        if timedelta() <= now - self._told_at < every:
            return False
        self._told_at = now
        return True

    def _show(self, line: str) -> None:
        if self._on_terminal:
            click.echo(f"\r{line}\x1b[K", nl=False, err=True)
            self._shown = True
        else:
            click.echo(line, err=True)

    def _left(self, done: Imported) -> list[str]:
        if not 0 < done.end <= self._size:
            return []
        left = timedelta(seconds=round(self.seconds * (self._size - done.end) / done.end))
        return [f"{left} left"]


def counts(done: Imported) -> str:
    """What became of the lines."""
    known, wrong = f"known before: {done.known:,}", f"wrong: {done.wrong:,}"
    return f"lines: {done.lines:,}, kept: {done.kept:,}, {known}, {wrong}"
