"""The library `reader` as a contestant: it fetches, reads and stores feeds, and updates its search index."""

import os
import sys
import time
from collections.abc import Callable
from itertools import count

import feedparser_sgmllib
from reader import Reader, make_reader

from benchmarks.contest import Task
from benchmarks.feeds_server import urls_on_one_host

# Its copy of feedparser asks for `sgmllib`, which it does not require; feedparser's own has this one instead.
sys.modules.setdefault("sgmllib", feedparser_sgmllib)

WORKERS = 4
"""Threads that fetch and parse; more of them take turns with one another."""


class ReaderLibrary:
    """It knows no politeness: all feeds are on one host, which spares it connections."""

    def __init__(self, task: Task) -> None:
        os.environ["no_proxy"] = "127.0.0.1"
        self._task = task
        self._files = count()
        self.parts: dict[str, float] = {}

    def set_up(self) -> int:
        self._reader = self._made()
        return 0 if self._task.is_fresh else self.work()

    def prepare(self) -> None:
        if self._task.is_fresh:
            self._reader.close()
            self._reader = self._made()

    def work(self) -> int:
        before = self._reader.get_entry_counts().total
        self.parts = {
            "update": _seconds(lambda: self._reader.update_feeds(workers=WORKERS, scheduled=False)),
            "search": _seconds(self._reader.update_search),
        }
        assert self._reader.get_feed_counts(broken=True).total == 0
        return (self._reader.get_entry_counts().total or 0) - (before or 0)

    def tear_down(self) -> None:
        self._reader.close()

    def _made(self) -> Reader:
        made = make_reader(f"{self._task.folder}/reader-{next(self._files)}.sqlite")
        for url in urls_on_one_host(self._task.feeds, self._task.port):
            made.add_feed(url)
        made.enable_search()
        return made


def _seconds(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
