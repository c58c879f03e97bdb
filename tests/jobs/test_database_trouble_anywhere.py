"""Trouble that strikes before any single statement of composing and delivering costs nobody a message."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from itertools import count

from jobs.compose import Composer
from jobs.deliver import Sender
from news.chat import Language
from news.delivery import LEASE, Delivery, Receipt, Sent
from news.digest import Digest
from news.ids import ChatId
from news.message import Message
from storage.database import Database
from storage.errors import DatabaseTrouble
from tests.ailing import Strike, Trouble, altered, disk_full
from tests.clocks import MORNING, TestClock
from tests.conftest import Fresh
from tests.make import make_chat
from tests.postgres import Postgres
from tests.storage.given import given_chat, given_topic

CHATS = {1: "pemilu", 2: "banjir", -3: "korupsi"}


def render(digest: Digest) -> Sequence[Message]:
    return [Message(html="satu"), Message(html="dua")]


class Round:
    """Composing and delivering, again and again, by one process."""

    def __init__(self, db: Database) -> None:
        self.clock = TestClock()
        self.sent: list[tuple[int, str, bool]] = []
        self._composer = Composer(db, render, clock=self.clock)
        self._sender = Sender(db, self._send, most=1000, clock=self.clock)

    async def _send(self, delivery: Delivery, *, language: Language) -> Receipt:
        self.sent.append((delivery.chat_id, delivery.message.html, delivery.repeat))
        return Sent(len(self.sent))

    async def goes(self) -> None:
        """Every beat once; what trouble interrupts comes again with the next beat."""
        with suppress(DatabaseTrouble):
            await self._composer.compose_due_digests()
        with suppress(DatabaseTrouble):
            await self._sender.deliver_due_messages()
        self.clock.move(seconds=3)


async def struck(db: Database, trouble: Trouble, *, before: int) -> tuple[bool, Round]:
    """Whether it was struck, and what was sent in the end."""
    for chat_id, query in CHATS.items():
        await given_chat(db, make_chat(id=chat_id), at=MORNING - timedelta(hours=20))
        await given_topic(db, chat_id=ChatId(chat_id), query=query)
    strike, round_ = Strike(db, trouble, before=before), Round(db)
    await round_.goes()
    await round_.goes()
    begun = strike.ends()
    for pause in (timedelta(), LEASE, timedelta(), timedelta()):
        round_.clock.at += pause
        await round_.goes()
    return begun, round_


WHOLE = sorted((chat_id, text, False) for chat_id in CHATS for text in ("satu", "dua"))


async def test_a_full_disk_before_any_statement_loses_nothing_and_doubles_nothing(
    fresh_sqlite: Fresh,
) -> None:
    for before in count(1, 2):
        with fresh_sqlite() as url:
            db = Database.at(url)
            begun, round_ = await struck(db, disk_full, before=before)
            await db.close()
        assert sorted(round_.sent) == WHOLE, f"struck before statement {before}"
        if not begun:
            break
    assert before > 30, "the round has become suspiciously short"


async def test_sessions_that_end_before_any_statement_lose_nothing_and_double_nothing_unmarked(
    postgres: Postgres, fresh_postgres: Fresh
) -> None:
    for before in count(2, 2):
        with fresh_postgres() as url:
            db = Database.at(url)
            how = "ALLOW_CONNECTIONS false", "ALLOW_CONNECTIONS true"
            begun, round_ = await struck(db, partial(altered, postgres, url, *how), before=before)
            await db.close()
        at_first = [each for each in round_.sent if not each[2]]
        assert sorted(set(at_first)) == sorted(at_first), f"doubled, struck before statement {before}"
        told = {(chat_id, text, False) for chat_id, text, _ in round_.sent}
        assert sorted(told) == WHOLE, f"lost, struck before statement {before}"
        if not begun:
            break
    assert before > 30, "the round has become suspiciously short"
