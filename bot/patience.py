"""Patience with Telegram: try until it answers, with growing pauses; say once that it does not."""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.errors import AnotherBotPolls, TokenRefused
from news.clock import Clock
from news.text import shorten

log = logging.getLogger(__name__)

T = TypeVar("T")

FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(seconds=60)

EARLY = timedelta(minutes=1)
CONFLICTS_UNTIL_CERTAIN = 3
"""One conflict may be our own poll of before a restart, which Telegram has not yet noticed to be over."""


class Patience:
    """Starts to count, for how long we have been at it, when it is made."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began_at = clock.now()
        self._failures = 0
        self._conflicts = 0

    @property
    def tried(self) -> bool:
        """Whether Telegram's last answer was none."""
        return self._failures > 0

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
                self._answered()
                return answer

    def _count_conflict(self) -> None:
        self._conflicts += 1
        early = self._clock.now() - self._began_at <= EARLY
        if early and self._conflicts >= CONFLICTS_UNTIL_CERTAIN:
            raise AnotherBotPolls

    async def _pause(self, error: TelegramError) -> None:
        if not self._failures:
            reason = shorten(error.message, 200)
            log.warning("Telegram does not answer (%s); trying again, with growing pauses", reason)
        doubled: int = 2 ** min(self._failures, 16)
        self._failures += 1
        pause = min(FIRST_PAUSE * doubled, LONGEST_PAUSE)
        if isinstance(error, RetryAfter):
            pause = max(pause, pause_of(error))
        await self._clock.sleep(pause.total_seconds())

    def _answered(self) -> None:
        if self._failures:
            log.warning("Telegram answers again")
        self._failures = 0


def pause_of(error: RetryAfter) -> timedelta:
    """How long Telegram asks us to wait."""
    # The library is about to change the type.
    pause = error.retry_after
    return pause if isinstance(pause, timedelta) else timedelta(seconds=pause)
