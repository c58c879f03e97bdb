"""Telegram without a conversation: for the sender, and for a look whether everything is in order."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.courier import Courier
from bot.errors import TelegramSilent, TokenRefused
from bot.request import Transport


@asynccontextmanager
async def opened_courier(*, token: str, base_url: str, paid: bool = False) -> AsyncIterator[Courier]:
    """A courier, while the block runs. Opening asks Telegram nothing, so it may be down meanwhile."""
    async with Transport() as transport:
        yield Courier(Bot(token, base_url=f"{base_url}/bot", request=transport), paid=paid)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The bot as Telegram knows it: its @name, and whether people may search with it in any chat."""

    name: str
    inline: bool


async def own_account(*, token: str, base_url: str) -> Account:
    """Raises TokenRefused, TelegramSilent."""
    try:
        async with Bot(token, base_url=f"{base_url}/bot", request=Transport()) as bot:
            return Account(name=f"@{bot.username}", inline=bot.supports_inline_queries)
    except InvalidToken:
        raise TokenRefused from None  # the library's text holds the token
    except TelegramError as error:
        raise TelegramSilent(error.message) from None
