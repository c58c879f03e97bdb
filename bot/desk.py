"""What the conversation works with: handed in by `app.wiring`, so that `bot` needs to know no other room."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from bot.pack_counts import PackCounts
from news.chat import Chat, Topic
from news.clock import Clock
from news.digest import Digest
from news.ids import ChatId
from news.preview import Preview
from storage.database import Database

DigestNow = Callable[[Chat, Topic | None], Awaitable[Digest]]
"""Compose the chat's digest as of now, of all its topics or of one, without using up the scheduled one."""

LookBack = Callable[[Chat, str], Awaitable[Preview]]
"""What a query (canonical text) would have brought the chat of late."""


class Pacing(Protocol):
    """How fast Telegram may be written to, by all of us together."""

    async def wait(self, chat_id: ChatId) -> None:
        """Wait until a message may leave for the chat."""

    async def refused(self, chat_id: ChatId, pause: timedelta) -> None:
        """Telegram asked for a pause when we wrote to the chat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every handler may use."""

    db: Database
    clock: Clock
    digest_now: DigestNow
    look_back: LookBack
    pacing: Pacing
    pack_counts: PackCounts
