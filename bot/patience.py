"""Patience with Telegram: try until it answers, with growing pauses; say once that it does not."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.errors import AnotherBotPolls, TokenRefused
from bot.outage import Outage
from news.clock import Clock

T = TypeVar("T")

EARLY = timedelta(minutes=1)
CONFLICTS_UNTIL_CERTAIN = 3
"""One conflict may be our own poll of before a restart, which Telegram has not yet noticed to be over."""


class Patience:
    """Starts to count, for how long we have been at it, when it is made."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began_at = clock.now()
        self._outage = Outage("Telegram", clock)
        self._conflicts = 0

    @property
    def tried(self) -> bool:
        """Whether Telegram's last answer was none."""
        return self._outage.lasts

    async def insist(self, call: Callable[[], Awaitable[T]]) -> T:
        """What `call` brings once Telegram answers it. Raises TokenRefused, AnotherBotPolls."""
        while True:
            try:
                answer = await call()
            except (InvalidToken, EndPointNotFound):
                raise TokenRefused from None  # the library's text holds the token
            except Conflict as error:
                self._count_conflict()
                await self._pause(error)
            except TelegramError as error:
                await self._pause(error)
            else:
                self._outage.answered()
                return answer

    def _count_conflict(self) -> None:
        self._conflicts += 1
        early = self._clock.now() - self._began_at <= EARLY
        if early and self._conflicts >= CONFLICTS_UNTIL_CERTAIN:
            raise AnotherBotPolls

    async def _pause(self, error: TelegramError) -> None:
        self._outage.failed(error.message)
        asked = pause_of(error) if isinstance(error, RetryAfter) else timedelta()
        await self._outage.pause(at_least=asked)


def pause_of(error: RetryAfter) -> timedelta:
    """How long Telegram asks us to wait."""
    # The library is about to change the type.
    pause = error.retry_after
    return pause if isinstance(pause, timedelta) else timedelta(seconds=pause)
