"""How fast Telegram may be written to: so many messages a second in all, and fewer into one chat."""

from collections import deque
from datetime import datetime, timedelta

from news.ids import ChatId

PRIVATE_PAUSE = timedelta(seconds=1)
GROUP_PAUSE = timedelta(seconds=3)
"""20 messages a minute, evenly."""


class Pace:
    """Remembers when messages left, and says when the next one may."""

    def __init__(self, *, rate: float) -> None:
        self._pause = timedelta(seconds=1 / rate)
        self._last: datetime | None = None
        self._chats: dict[ChatId, datetime] = {}
        self._order: deque[ChatId] = deque(maxlen=10_000)

    def earliest(self, chat_id: ChatId) -> datetime | None:
        """The instant from which this chat may be written to; None is at once."""
        return self._chats.get(chat_id)

    def wait(self, *, now: datetime) -> timedelta:
        """How long everybody must wait."""
        return max(self._last + self._pause - now, timedelta()) if self._last else timedelta()

    def left(self, chat_id: ChatId, *, now: datetime) -> None:
        """A message left for the chat."""
        self._last = now
        self._remember(chat_id, now + (PRIVATE_PAUSE if chat_id > 0 else GROUP_PAUSE))

    def halt(self, chat_id: ChatId, *, until: datetime) -> None:
        """Telegram asked that the chat be left alone for a while."""
        self._remember(chat_id, until)

    def _remember(self, chat_id: ChatId, until: datetime) -> None:
        if chat_id not in self._chats:
            if len(self._order) == self._order.maxlen:
                self._chats.pop(self._order[0], None)
            self._order.append(chat_id)
        self._chats[chat_id] = until
