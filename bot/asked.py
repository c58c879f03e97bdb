"""One inline query: what a person types behind our name in any chat, and the means to answer it."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from telegram import Bot, InlineQuery, InlineQueryResultArticle, InlineQueryResultsButton, User
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.deep_links import PLAIN
from bot.desk import Desk
from bot.mishaps import logged
from bot.texts import Texts, language_of
from news.chat import Chat, ChatType
from news.ids import ChatId
from news.text import shorten
from storage.chats import find_chat

log = logging.getLogger(__name__)

CACHED = timedelta(minutes=1)
"""For which Telegram answers the same query of the same person by itself: news comes in meanwhile."""

LONGEST_HINT = 64
"""Characters of the button above the cards, which has one line."""

_TOO_OLD = "query is too old"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a handler gets. `chat` is the person's private chat with us, as they have set it up or as it would
    begin; `offset` is empty, or what the answer before gave for the next one."""

    desk: Desk
    bot: Bot
    id: str
    text: str
    offset: str
    chat: Chat
    now: datetime

    @property
    def texts(self) -> Texts:
        return Texts(self.chat.language)

    async def answer(
        self,
        cards: Sequence[InlineQueryResultArticle] = (),
        *,
        next_offset: str = "",
        hint: str = "",
        start: str = PLAIN,
        cached: timedelta = CACHED,
    ) -> None:
        """Show the cards, below a button with the `hint` that opens the private chat with `/start` and the
        parameter `start`."""
        button = InlineQueryResultsButton(shorten(hint, LONGEST_HINT), start_parameter=start)
        await self.bot.answer_inline_query(
            self.id,
            cards,
            cache_time=int(cached.total_seconds()),
            is_personal=True,  # or somebody else would be shown this person's language and times
            next_offset=next_offset,
            button=button if hint else None,
        )


HandleAsked = Callable[[Asked], Awaitable[None]]
"""Answers an inline query."""


async def answer_asked(desk: Desk, bot: Bot, query: InlineQuery, handle: HandleAsked) -> None:
    """Let `handle` answer; whatever goes wrong, the person is told in the button above the cards."""
    asked = Asked(
        desk=desk,
        bot=bot,
        id=query.id,
        text=query.query,
        offset=query.offset,
        chat=_stranger(query.from_user),
        now=desk.clock.now(),
    )
    try:
        await handle(replace(asked, chat=await _chat_of(asked)))
    except (RetryAfter, NetworkError) as error:
        if not isinstance(error, BadRequest):
            log.warning("an inline query got no answer: %s", error)
        elif _TOO_OLD not in error.message.lower():
            logged("an inline query was answered with nonsense", error)
    except Exception as error:  # noqa: BLE001 - the edge: it is logged with its traceback
        code = logged("an answer to an inline query failed", error)
        with suppress(TelegramError):
            await asked.answer(hint=asked.texts.plain("inline-mishap", code=code), cached=timedelta())


async def _chat_of(asked: Asked) -> Chat:
    async with asked.desk.db.reading() as tx:
        return await find_chat(tx, asked.chat.id) or asked.chat


def _stranger(person: User) -> Chat:
    """The private chat of somebody whom we have not met, and do not meet by this."""
    return Chat(
        id=ChatId(person.id),
        type=ChatType.PRIVATE,
        title=person.full_name,
        language=language_of(person.language_code),
    )
