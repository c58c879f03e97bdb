"""When an answer fails: what the operator finds in the log, and what the person is told."""

import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telegram import Bot, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.no_place import has_no_place
from bot.texts import Texts
from bot.turn import Turn
from news.ids import ChatId
from storage.chats import move_chat
from storage.errors import DatabaseTrouble
from storage.reach import lose_chat

log = logging.getLogger(__name__)

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@asynccontextmanager
async def surviving(turn: Turn) -> AsyncIterator[None]:
    """Whatever goes wrong in this turn, the conversation goes on."""
    try:
        yield
    except ChatMigrated as error:
        async with turn.desk.db.writing() as tx:
            await move_chat(tx, turn.chat.id, ChatId(error.new_chat_id))
    except Forbidden as error:
        await _lose(turn, error, left=True)
    except (RetryAfter, NetworkError) as error:
        if isinstance(error, BadRequest) and has_no_place(error):
            await _lose(turn, error, left=False)
        elif isinstance(error, BadRequest):  # to the library a network error; but we asked for nonsense
            await _own_up(turn, error)
        else:
            log.warning("chat %s got no answer: %s", turn.chat.id, error)
    except Exception as error:  # noqa: BLE001 - the edge: it is logged with its traceback
        await _own_up(turn, error)


async def _lose(turn: Turn, error: TelegramError, *, left: bool) -> None:
    async with turn.desk.db.writing() as tx:
        await lose_chat(tx, turn.chat.id, left=left, reason=error.message, now=turn.now)


async def _own_up(turn: Turn, error: Exception) -> None:
    code = logged("an answer failed", error)
    await confess(turn.bot, turn.chat.id, turn.texts, code)


def logged(what: str, error: BaseException | None) -> str:
    """Log what went wrong; returns the code under which it stands there."""
    code = _new_code()
    if isinstance(error, DatabaseTrouble):  # everybody who writes meets it, and a traceback says no more
        log.error("%s, code %s: the database cannot be used (%s)", what, code, error.reason)
    else:
        log.error("%s, code %s", what, code, exc_info=error)
    return code


async def confess(bot: Bot, chat_id: int, texts: Texts, code: str) -> None:
    """Tell the person that it was our fault, under the code that stands in the log."""
    with suppress(TelegramError):
        await bot.send_message(
            chat_id,
            texts.html("mishap", code=code),
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
        )


def _new_code() -> str:
    """Short enough to be told on the telephone."""
    return secrets.token_hex(3).upper()
