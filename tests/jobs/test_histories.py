"""Whatever comes and whatever fails: no slot is written twice, no story told twice unless it grew."""

import asyncio
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from jobs.compose import Composer
from jobs.group import Grouper, group_all
from news.digest import Digest
from news.ids import ItemId
from news.message import Message
from news.schedule import Schedule, next_slot
from storage.database import Database
from tests.clocks import MORNING, TestClock
from tests.make import make_chat, make_entry
from tests.storage.given import asked, given_chat, given_items, given_topic

EVENTS = (
    "Gudang pemilu di Kudus terbakar, seluruh kotak suara hangus",
    "Calon petahana Demak menolak debat pemilu di Semarang",
    "Saksi pemilu Rembang tewas, 3 luka, 17 ditahan di Lasem",
)
SCHEDULE = Schedule(times=(MORNING.time().replace(hour=7), MORNING.time().replace(hour=16)))


@dataclass(frozen=True)
class News:
    event: int
    outlet: int


@dataclass(frozen=True)
class Hours:
    passing: float


@dataclass(frozen=True)
class Composing:
    breaks: bool


Step = News | Hours | Composing

STEPS = some.lists(
    some.one_of(
        some.builds(News, some.integers(0, len(EVENTS) - 1), some.integers(0, 9)),
        some.builds(Hours, some.sampled_from([0.2, 3, 9, 24, 80])),
        some.builds(Composing, some.booleans()),
    ),
    min_size=4,
    max_size=25,
)


@dataclass
class History:
    """What happened: the digests that were written, in their order."""

    db: Database
    clock: TestClock = field(default_factory=TestClock)
    written: list[Digest] = field(default_factory=list)

    async def begin(self) -> None:
        await given_chat(self.db, make_chat(schedule=SCHEDULE), at=self.clock.now())
        await given_topic(self.db)

    async def take(self, number: int, step: Step) -> None:
        match step:
            case News(event=event, outlet=outlet):
                at, name = self.clock.move(seconds=1), f"media{outlet}"
                entry = make_entry(
                    title=EVENTS[event], lead="", url=f"https://{name}.example/{number}", published_at=at
                )
                await given_items(self.db, entry, outlet=name, at=at)
                grouper = Grouper(self.db, clock=self.clock)
                await group_all(grouper)
                await grouper.stop()
            case Hours(passing=hours):
                self.clock.move(hours=hours)
            case Composing(breaks=breaks):
                await Composer(self.db, self._render(breaks=breaks), clock=self.clock).compose_due_digests()

    def _render(self, *, breaks: bool):  # type: ignore[no-untyped-def]
        def render(digest: Digest) -> Sequence[Message]:
            if breaks:
                raise RuntimeError("broken")
            self.written.append(digest)
            return [Message(html="…")]

        return render


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_slot_is_written_twice_and_nothing_is_told_twice_unless_it_grew(
    steps: list[Step],
    _sqlite_template: Path,  # noqa: PT019 - the same file is copied for each history
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{shutil.copy(_sqlite_template, tmp_path / 'history.db')}"
    _check(asyncio.run(_lived(url, [*steps, Hours(30), Composing(breaks=False)])))


async def _lived(url: str, steps: Sequence[Step]) -> list[Digest]:
    history = History(Database.at(url))
    try:
        await history.begin()
        for number, step in enumerate(steps):
            await history.take(number, step)
        ((digests,),) = await asked(history.db, "SELECT count(*) FROM digests")
    finally:
        await history.db.close()
    assert digests == len(history.written)
    return history.written


def _check(written: Sequence[Digest]) -> None:
    slots = [digest.slot for digest in written]
    assert slots == sorted(set(slots))
    assert all(slot == next_slot(SCHEDULE, after=slot - timedelta(seconds=1)) for slot in slots)
    told: set[ItemId] = set()
    for digest in written:
        for line in digest.lines:
            items = {item.id for item in line.story.items}
            # Told before under whatever number, as stories may have become one: then only because it grew.
            assert line.grew == bool(items & told)
            assert not items <= told
        told |= {item.id for story in digest.stories for item in story.items}


@pytest.mark.parametrize("event", range(len(EVENTS)))
def test_what_happened_is_told_though_it_breaks_at_first(
    event: int,
    _sqlite_template: Path,  # noqa: PT019 - the same file is copied for each history
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{shutil.copy(_sqlite_template, tmp_path / 'history.db')}"
    steps: list[Step] = [News(event, 1), Hours(24), Composing(breaks=True), Composing(breaks=False)]

    written = asyncio.run(_lived(url, steps))

    assert [story.lead_item.title for digest in written for story in digest.stories] == [EVENTS[event]]
