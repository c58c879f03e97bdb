"""Composing: one digest for a chat and a slot, all of it or nothing."""

from collections.abc import Sequence
from datetime import time, timedelta

from jobs.compose import Composer, Render, compose_now
from jobs.group import Grouper, group_all
from news.digest import Digest
from news.message import Message
from news.schedule import QuietHours, Schedule
from storage.chats import next_digest_at
from storage.database import Database
from storage.deliveries import next_delivery_due_at
from tests.clocks import MORNING, TestClock
from tests.make import GROUP, PERSON, make_chat, make_entry, make_topic
from tests.storage.given import asked, given_chat, given_items, given_topic

YESTERDAY = MORNING - timedelta(hours=20)


def as_titles(digest: Digest) -> Sequence[Message]:
    return [Message(html=story.lead_item.title) for story in digest.stories] or [Message(html="nothing")]


async def outbox(db: Database) -> list[str]:
    return [html for (html,) in await asked(db, "SELECT html FROM deliveries ORDER BY id")]


async def composed(db: Database, render: Render, clock: TestClock) -> int:
    return await Composer(db, render, clock=clock).compose_due_digests()


async def grouped(db: Database) -> int:
    grouper = Grouper(db, clock=TestClock())
    placed = await group_all(grouper)
    await grouper.stop()
    return placed


async def follower(db: Database) -> None:
    await given_chat(db, at=YESTERDAY)
    await given_topic(db, name="Pemilu", query="pemilu")


async def news(db: Database, *titles: str, hours_ago: float = 1, outlet: str = "Kabar") -> None:
    at = MORNING - timedelta(hours=hours_ago)
    entries = [
        make_entry(title=title, lead="", url=f"https://{outlet}.example/{n}{at:%H}", published_at=at)
        for n, title in enumerate(titles)
    ]
    await given_items(db, *entries, outlet=outlet, at=at)
    await grouped(db)


async def test_a_due_chat_is_told_what_its_topics_find_and_is_due_again_tomorrow(
    db: Database, clock: TestClock
) -> None:
    await follower(db)
    await news(db, "Pemilu dimulai", "Harga cabai naik")
    assert await composed(db, as_titles, clock) == 1
    assert await outbox(db) == ["Pemilu dimulai"]
    async with db.reading() as tx:
        assert await next_digest_at(tx, PERSON) == MORNING + timedelta(days=1)
    assert await composed(db, as_titles, clock) == 0


async def test_a_story_is_told_once_and_what_came_late_is_not_lost(db: Database, clock: TestClock) -> None:
    await follower(db)
    await news(db, "Pemilu dimulai")
    await composed(db, as_titles, clock)
    # Seen before the digest was written, but committed and grouped only afterwards.
    await news(db, "Pemilu tertunda", hours_ago=0.1, outlet="Siang")
    clock.move(days=1)
    await composed(db, as_titles, clock)
    assert await outbox(db) == ["Pemilu dimulai", "Pemilu tertunda"]


async def test_slots_missed_while_we_were_down_are_made_up_once(db: Database, clock: TestClock) -> None:
    await follower(db)
    clock.move(days=5)
    assert await composed(db, as_titles, clock) == 1
    assert await asked(db, "SELECT count(*) FROM digests") == [(1,)]


async def test_when_rendering_breaks_nothing_of_the_digest_remains_and_it_is_written_later(
    db: Database, clock: TestClock
) -> None:
    await follower(db)
    await news(db, "Pemilu dimulai")

    def broken(_: Digest) -> Sequence[Message]:
        raise RuntimeError("broken")

    assert await composed(db, broken, clock) == 1
    assert await asked(db, "SELECT count(*) FROM digests") == [(0,)]
    assert await asked(db, "SELECT count(*) FROM told") == [(0,)]
    await composed(db, as_titles, clock)
    assert await outbox(db) == ["Pemilu dimulai"]


async def test_a_chat_without_topics_is_written_nothing(db: Database, clock: TestClock) -> None:
    await given_chat(db, at=YESTERDAY)
    await news(db, "Pemilu dimulai")
    assert await composed(db, as_titles, clock) == 1
    assert await outbox(db) == []


async def test_a_digest_on_request_uses_up_nothing(db: Database, clock: TestClock) -> None:
    await follower(db)
    await news(db, "Pemilu dimulai")
    for _ in range(2):
        digest = await compose_now(db, make_chat(), [make_topic(query="pemilu")], now=MORNING)
        assert [story.lead_item.title for story in digest.stories] == ["Pemilu dimulai"]
    await composed(db, as_titles, clock)
    assert await outbox(db) == ["Pemilu dimulai"]


async def test_the_same_article_under_one_link_is_one_story_of_two_outlets(
    db: Database, clock: TestClock
) -> None:
    await follower(db)
    for outlet in ("Kabar Pagi", "Kabar Siang"):
        entry = make_entry(
            title="Pemilu dimulai", url="https://kantor.example/pemilu", published_at=YESTERDAY
        )
        await given_items(db, entry, outlet=outlet, at=MORNING - timedelta(hours=1))
    assert await grouped(db) == 2
    digest = await compose_now(db, make_chat(), [make_topic(query="pemilu")], now=MORNING)
    (story,) = digest.stories
    assert story.outlets == ("Kabar Pagi", "Kabar Siang")


async def test_a_chat_that_was_away_for_long_is_told_the_last_days_only(
    db: Database, clock: TestClock
) -> None:
    await given_chat(db, at=MORNING - timedelta(days=30))
    await given_topic(db, name="Pemilu", query="pemilu")
    await news(db, "Pemilu lama", hours_ago=24 * 10)
    await news(db, "Pemilu baru", hours_ago=24 * 2, outlet="Siang")
    await composed(db, as_titles, clock)
    assert await outbox(db) == ["Pemilu baru"]


async def test_an_article_of_weeks_ago_that_a_new_feed_lists_is_no_news(
    db: Database, clock: TestClock
) -> None:
    await follower(db)
    old = make_entry(title="Pemilu lama", published_at=MORNING - timedelta(days=20))
    await given_items(db, old, at=MORNING - timedelta(hours=1))
    await grouped(db)
    await composed(db, as_titles, clock)
    assert await outbox(db) == ["nothing"]


async def test_a_chat_whose_digest_cannot_be_made_holds_up_nobody_and_is_tried_again(
    db: Database, clock: TestClock
) -> None:
    for chat_id in (PERSON, GROUP):
        await given_chat(db, make_chat(id=chat_id), at=YESTERDAY)
        await given_topic(db, chat_id=chat_id)
    await news(db, "Pemilu dimulai")
    tried: list[int] = []

    def half_broken(digest: Digest) -> Sequence[Message]:
        tried.append(digest.chat.id)
        if digest.chat.id == GROUP and len(tried) < 3:
            raise RuntimeError("broken")
        return as_titles(digest)

    composer = Composer(db, half_broken, clock=clock)
    await composer.compose_due_digests()
    assert await outbox(db) == ["Pemilu dimulai"]

    await composer.compose_due_digests()
    clock.move(minutes=11)
    await composer.compose_due_digests()

    assert tried == [GROUP, PERSON, GROUP]
    assert await outbox(db) == ["Pemilu dimulai", "Pemilu dimulai"]


async def test_a_digest_that_could_not_be_written_in_time_says_so(db: Database, clock: TestClock) -> None:
    await follower(db)
    digests: list[Digest] = []
    clock.move(hours=1)

    await composed(db, keeping(digests), clock)

    assert [(digest.slot, digest.late) for digest in digests] == [(MORNING, True)]


async def test_of_many_missed_slots_the_last_is_made_up_for_all(db: Database, clock: TestClock) -> None:
    await follower(db)
    digests: list[Digest] = []
    clock.move(days=9, hours=1)

    await composed(db, keeping(digests), clock)
    await composed(db, keeping(digests), clock)

    assert [digest.slot for digest in digests] == [MORNING + timedelta(days=9)]


async def test_a_weekly_slot_that_was_missed_days_ago_is_made_up_under_its_own_name(
    db: Database, clock: TestClock
) -> None:
    weekly = Schedule(weekdays=frozenset({0}))
    await given_chat(db, make_chat(schedule=weekly), at=YESTERDAY)
    await given_topic(db)
    digests: list[Digest] = []
    clock.move(days=3, hours=7)

    await composed(db, keeping(digests), clock)

    assert [(digest.slot, digest.late) for digest in digests] == [(MORNING, True)]


async def test_a_digest_that_is_far_too_late_is_part_of_the_next_one(db: Database, clock: TestClock) -> None:
    await follower(db)
    await news(db, "Pemilu dimulai")
    digests: list[Digest] = []
    clock.move(hours=13)
    assert await composed(db, keeping(digests), clock) == 1
    assert digests == []

    clock.move(hours=11)
    await composed(db, keeping(digests), clock)

    assert [digest.slot for digest in digests] == [MORNING + timedelta(days=1)]
    assert [story.lead_item.title for story in digests[0].stories] == ["Pemilu dimulai"]


async def test_a_story_that_grew_is_told_again_and_one_that_did_not_is_not(
    db: Database, clock: TestClock
) -> None:
    await follower(db)
    fire = "Gudang pemilu di Kudus terbakar, seluruh kotak suara hangus"
    await news(db, fire, outlet="Satu")
    digests: list[Digest] = []
    await composed(db, keeping(digests), clock)
    for outlet in ("Dua", "Tiga", "Empat"):
        await news(db, fire, outlet=outlet, hours_ago=-1)
    clock.move(days=1)

    await composed(db, keeping(digests), clock)
    clock.move(days=1)
    await composed(db, keeping(digests), clock)

    assert [[line.grew for line in digest.lines] for digest in digests] == [[False], [True], []]


def keeping(digests: list[Digest]) -> Render:
    def render(digest: Digest) -> Sequence[Message]:
        digests.append(digest)
        return as_titles(digest)

    return render


async def test_a_chat_that_wishes_so_hears_nothing_where_there_is_no_news(
    db: Database, clock: TestClock
) -> None:
    await given_chat(db, make_chat(silent_without_news=True), at=YESTERDAY)
    await given_topic(db)

    assert await composed(db, as_titles, clock) == 1
    assert await outbox(db) == []

    await news(db, "Pemilu dimulai", hours_ago=-1)
    clock.move(days=1)
    await composed(db, as_titles, clock)
    assert await outbox(db) == ["Pemilu dimulai"]


async def test_a_digest_made_up_at_night_is_sent_after_the_quiet_hours(
    db: Database, clock: TestClock
) -> None:
    quiet = QuietHours(start=time(21), end=time(6))
    evening = Schedule(times=(time(20),), quiet=quiet)
    await given_chat(db, make_chat(schedule=evening), at=YESTERDAY)
    await given_topic(db)
    clock.at = MORNING - timedelta(hours=8)  # 23.00 in Jakarta, three hours after the slot

    await composed(db, as_titles, clock)

    async with db.reading() as tx:
        assert await next_delivery_due_at(tx) == MORNING - timedelta(hours=1)
