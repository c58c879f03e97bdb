"""The operator's chat is told what stands in the log as an error, at most once a minute."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from app.logs import without_token
from app.settings import Settings, bot_token
from news.clock import Clock
from news.ids import ChatId
from news.text import shorten

log = logging.getLogger(__name__)

PAUSE = 60.0
"""Seconds between two messages."""

Tell = Callable[[ChatId, str], Awaitable[bool]]
"""Tells a chat something; returns whether that was possible."""

_MOST_LINES = 10
_LONGEST_LINE = 300


class TroubleLog(logging.Handler):
    """Keeps the last errors until they are told."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._lines: deque[str] = deque(maxlen=_MOST_LINES)
        self.happened = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        line = f"{record.name}: {record.getMessage()}"
        self._lines.append(shorten(without_token(" ".join(line.split())), _LONGEST_LINE))
        self.happened.set()

    def take(self) -> list[str]:
        """The errors since the last time."""
        lines = list(self._lines)
        self._lines.clear()
        self.happened.clear()
        return lines


@asynccontextmanager
async def telling_owner(settings: Settings, *, clock: Clock) -> AsyncIterator[None]:
    """Tell the owner's chat about errors while the block runs; nothing where there is no such chat."""
    if settings.owner_chat is None:
        yield
        return
    from bot.connection import opened_courier  # Telegram's library is large: who tells nobody can do without

    trouble = TroubleLog()
    logging.getLogger().addHandler(trouble)
    async with opened_courier(token=bot_token(settings), base_url=settings.api_url) as courier:
        telling = asyncio.create_task(_tell(courier.tell, ChatId(settings.owner_chat), trouble, clock=clock))
        try:
            yield
        finally:
            telling.cancel()
            logging.getLogger().removeHandler(trouble)


async def _tell(tell: Tell, chat_id: ChatId, trouble: TroubleLog, *, clock: Clock) -> None:
    while True:
        await trouble.happened.wait()
        if not await tell(chat_id, "⚠️ " + "\n".join(trouble.take())):
            # As a warning: an error would ask to be told again.
            log.warning("the owner's chat %s could not be told about errors", chat_id)
        await clock.sleep(PAUSE)
