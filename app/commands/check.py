"""`kliping check`: are the settings, the database, Telegram and the feeds in order?"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import fields

import click

from app.commands.running import settings_and_logs
from app.errors import SettingsError
from app.feeds_file import read_feeds_file
from app.logs import without_token
from app.settings import Settings, bot_token, variable
from app.wiring import opened_database
from bot.connection import own_name
from bot.errors import TelegramSilent, TokenRefused
from news.feed import Health
from storage.feeds import followed_feeds


@click.command()
def check() -> None:
    """Check settings, database, Telegram and feeds; exit status 0 or 2."""
    settings = settings_and_logs()
    print("\n".join(_shown(settings)))
    wrong = asyncio.run(_run(settings))
    if wrong:
        raise SettingsError(f"{wrong} of {len(_CHECKS)} checks failed; see above")


async def _run(settings: Settings) -> int:
    wrong = 0
    for name, look in _CHECKS.items():
        try:
            print(f"ok      {name}: {await look(settings)}")
        except SettingsError as error:
            wrong += 1
            print(f"wrong   {name}: {without_token(str(error))}")
    return wrong


def _shown(settings: Settings) -> Iterator[str]:
    for setting in fields(settings):
        value = getattr(settings, setting.name)
        hidden = setting.metadata["secret"] and value
        yield f"{variable(setting)}={'(hidden)' if hidden else '' if value is None else value}"


async def _database(settings: Settings) -> str:
    async with opened_database(settings):
        return "reachable, schema up to date"


async def _telegram(settings: Settings) -> str:
    try:
        name = await own_name(token=bot_token(settings), base_url=settings.api_url)
    except TokenRefused:
        raise SettingsError("KLIPING_TOKEN: Telegram refuses it; get the right one from @BotFather") from None
    except TelegramSilent as error:
        raise SettingsError(f"KLIPING_API_URL: {settings.api_url} does not answer: {error}") from None
    return f"{name} answers"


async def _feeds(settings: Settings) -> str:
    listed = read_feeds_file(settings.feeds_file)
    async with opened_database(settings) as db, db.reading() as tx:
        followed = await followed_feeds(tx)
    broken = [feed.url for feed in followed if feed.health is Health.BROKEN]
    return f"{len(listed)} in the feeds file, {len(followed)} followed, {len(broken)} broken"


_CHECKS: dict[str, Callable[[Settings], Awaitable[str]]] = {
    "database": _database,
    "telegram": _telegram,
    "feeds": _feeds,
}
