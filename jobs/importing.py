"""Importing: the articles of an archive are read in processes of their own and kept, a thousand at a time.

```
lines ──archived_in──▶ wrong | known | articles ──Readers──▶ read ──one transaction──▶ kept and indexed
```

While some are written, the next are being read. What is kept is known by its link when the same archive is
imported again: so an import that was broken off anywhere goes on when it is simply begun anew.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from jobs.lines import Line, LinesUnreadable, Lot
from jobs.reading import Run
from news.archive import COMMENT, Archived, Read, archived_in
from news.clock import Clock
from news.errors import FeedUnreadable
from storage.archive import KnownOutlets, known_links, known_outlets, save_archived
from storage.database import BREATHER, Database
from storage.errors import DatabaseTrouble
from storage.search import expect_many_words

log = logging.getLogger(__name__)

ARTICLES_AT_ONCE = 50
"""That a process reads before it answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How far an import is: `lines` and bytes of the archive that are done with, articles that were `kept`,
    those that were `known` before, and lines that are `wrong`. `old` articles among those kept are older than
    the operator's limit."""

    lines: int = 0
    end: int = 0
    kept: int = 0
    known: int = 0
    wrong: int = 0
    old: int = 0


_ReadLine = tuple[Line, Read]
_Wrong = tuple[Line, str]


@dataclass(slots=True, kw_only=True)
class _Sifted:
    """What a lot of lines holds."""

    lot: Lot
    empty: int = 0
    new: list[tuple[Line, Archived]] = field(default_factory=list)
    wrong: list[_Wrong] = field(default_factory=list)
    read: list[_ReadLine] = field(default_factory=list)


class Import:
    """An import of the archive `name`. Articles that came out before `oldest` are kept all the same, and
    counted.

    `wrong` hears of each line that is wrong and why, in their order; `tell` how far we are, after each lot.
    """

    def __init__(
        self,
        db: Database,
        *,
        name: str,
        run: Run,
        clock: Clock,
        oldest: datetime,
        wrong: Callable[[Line, str], None],
        tell: Callable[[Imported], None],
    ) -> None:
        self._db, self._name, self._run, self._clock = db, name, run, clock
        self._oldest, self._wrong, self._tell = oldest, wrong, tell
        self._written_at: datetime | None = None
        self._done = Imported()

    async def run(self, lots: AsyncIterator[Lot]) -> Imported:
        """Import all of it. Raises DatabaseTrouble, and whatever `lots` and `wrong` raise."""
        async with self._db.writing() as tx:
            await expect_many_words(tx)
            outlets = await known_outlets(tx)
        reading: asyncio.Task[_Sifted] | None = None
        try:
            async for lot in lots:
                before, reading = reading, asyncio.create_task(self._read(lot, outlets))
                if before:
                    await self._keep(await before)
        except LinesUnreadable:
            if reading:  # what came before is good
                await self._keep(await reading)
            raise
        else:
            if reading:
                await self._keep(await reading)
        finally:
            if reading:
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)
        return self._done

    async def _read(self, lot: Lot, outlets: KnownOutlets) -> _Sifted:
        sifted = await self._sift(lot, outlets)
        parts = range(0, len(sifted.new), ARTICLES_AT_ONCE)
        found = await asyncio.gather(
            *(self._read_some(sifted.new[start : start + ARTICLES_AT_ONCE]) for start in parts)
        )
        for read, wrong in found:
            sifted.read += read
            sifted.wrong += wrong
        return sifted

    async def _sift(self, lot: Lot, outlets: KnownOutlets) -> _Sifted:
        sifted = _Sifted(lot=lot)
        found: list[tuple[Line, Archived]] = []
        now = self._clock.now()
        for line in lot.lines:
            if not line.text.strip() or line.text.startswith(COMMENT):
                sifted.empty += 1
                continue
            match archived_in(line.text, now=now):
                case str(reason):
                    sifted.wrong.append((line, reason))
                case article:
                    found.append((line, _placed(article, outlets)))
        async with self._db.reading() as tx:
            known = await known_links(tx, [article for _, article in found])
        seen = set(known)
        for line, article in found:
            key = article.outlet, article.entry.link
            if key not in seen:
                sifted.new.append((line, article))
            seen.add(key)
        return sifted

    async def _read_some(self, some: Sequence[tuple[Line, Archived]]) -> tuple[list[_ReadLine], list[_Wrong]]:
        """The articles, read; those that cannot be, with the reason."""
        articles = [article for _, article in some]
        try:
            read = await self._run("read archive", articles, url=self._name, now=self._clock.now())
        except FeedUnreadable as unreadable:
            if len(some) == 1:
                return [], [(some[0][0], unreadable.reason)]
        else:
            return [(line, one) for (line, _), one in zip(some, read, strict=True)], []
        # One of them is it: each by itself.
        alone = [await self._read_some([one]) for one in some]
        return [read for good, _ in alone for read in good], [wrong for _, bad in alone for wrong in bad]

    async def _keep(self, sifted: _Sifted) -> None:
        kept = await self._save(sifted.read, sifted.wrong) if sifted.read else 0
        for line, reason in sorted(sifted.wrong, key=lambda each: each[0].number):
            self._wrong(line, reason)
        done = self._done
        articles = len(sifted.lot.lines) - sifted.empty - len(sifted.wrong)
        self._done = replace(
            done,
            lines=done.lines + len(sifted.lot.lines),
            end=sifted.lot.end,
            kept=done.kept + kept,
            known=done.known + articles - kept,
            wrong=done.wrong + len(sifted.wrong),
            old=done.old + sum(one.draft.published_at < self._oldest for _, one in sifted.read),
        )
        self._tell(self._done)

    async def _save(self, read: Sequence[_ReadLine], wrong: list[_Wrong]) -> int:
        """Keep the articles; what the database refuses is `wrong`. Returns how many were new."""
        await self._let_others_write()
        try:
            return await self._save_firmly([one for _, one in read])
        except DatabaseTrouble:
            raise
        except Exception as error:
            if len(read) == 1:
                log.exception("an article cannot be kept: %s, line %s", self._name, read[0][0].number)
                wrong.append((read[0][0], f"cannot be kept: {type(error).__name__}"))
                return 0
        half = len(read) // 2
        return await self._save(read[:half], wrong) + await self._save(read[half:], wrong)

    async def _save_firmly(self, read: Sequence[Read]) -> int:
        try:
            return await self._save_at_once(read)
        except DatabaseTrouble as trouble:
            log.warning("%s articles are written once more: %s", len(read), trouble.reason)
            return await self._save_at_once(read)

    async def _save_at_once(self, read: Sequence[Read]) -> int:
        async with self._db.writing() as tx:
            kept = await save_archived(tx, read)
        self._written_at = self._clock.now()
        return kept

    async def _let_others_write(self) -> None:
        if self._db.is_sqlite and self._written_at is not None:
            wait = self._written_at + BREATHER - self._clock.now()
            if timedelta() < wait <= BREATHER:
                await self._clock.sleep(wait.total_seconds())


def _placed(article: Archived, outlets: KnownOutlets) -> Archived:
    """With its outlet, where the archive names none, and that outlet's region."""
    outlet = article.outlet or _outlet_at(article.host, outlets)
    return replace(article, outlet=outlet, home=outlets.regions.get(outlet, ""))


def _outlet_at(host: str, outlets: KnownOutlets) -> str:
    """The outlet that has feeds at the host, or at what it is a part of; else the host's name."""
    whole = host
    while "." in whole:
        if whole in outlets.by_host:
            return outlets.by_host[whole]
        whole = whole.partition(".")[2]
    return host
