"""What the conversation works with: handed in by `app.wiring`, so that `bot` needs to know no other room."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from news.chat import Chat, Topic
from news.clock import Clock
from news.digest import Digest
from news.preview import Preview
from storage.database import Database

DigestNow = Callable[[Chat, Topic | None], Awaitable[Digest]]
"""Compose the chat's digest as of now, of all its topics or of one, without using up the scheduled one."""

LookBack = Callable[[Chat, str], Awaitable[Preview]]
"""What a query (canonical text) would have brought the chat of late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every handler may use."""

    db: Database
    clock: Clock
    digest_now: DigestNow
    look_back: LookBack
