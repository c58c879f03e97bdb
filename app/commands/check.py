"""`kliping check`: are the settings, the database, Telegram and the feeds in order?"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, fields

import click

from app.commands.index import in_words
from app.commands.running import settings_and_logs
from app.errors import SettingsError
from app.feeds_file import read_feeds_file
from app.logs import without_token
from app.settings import Settings, bot_token, variable, written
from app.wiring import SystemClock, opened_database
from bot.connection import own_account
from bot.errors import TelegramSilent, TokenRefused
from news.feed import Health
from storage.feeds import followed_feeds
from storage.rebuild import index_state
from storage.space import is_compactable


@dataclass(frozen=True, slots=True)
class _Finding:
    """What a check found to be right, or at least not wrong."""

    text: str
    is_fine: bool = True


@click.command()
def check() -> None:
    """Check settings, database, Telegram and feeds; exit status 0, with warnings too, or 2."""
    settings = settings_and_logs()
    print("\n".join(_shown(settings)))
    wrong = asyncio.run(_run(settings))
    if wrong:
        raise SettingsError(f"{wrong} of {len(_CHECKS)} checks failed; see above")


async def _run(settings: Settings) -> int:
    wrong = 0
    for name, look in _CHECKS.items():
        try:
            finding = await look(settings)
            print(f"{'ok' if finding.is_fine else 'warning':7} {name}: {finding.text}")
        except SettingsError as error:
            wrong += 1
            print(f"wrong   {name}: {without_token(str(error))}")
    return wrong


def _shown(settings: Settings) -> Iterator[str]:
    for setting in fields(settings):
        value = written(setting, settings)
        yield f"{variable(setting)}={'(hidden)' if setting.metadata['secret'] and value else value}"


async def _contact(settings: Settings) -> _Finding:
    if settings.contact:
        return _Finding("outlets are told how to reach you")
    return _Finding(
        "KLIPING_CONTACT is empty: outlets cannot tell who asks them, and may block it", is_fine=False
    )


async def _database(settings: Settings) -> _Finding:
    async with opened_database(settings) as db, db.reading() as tx:
        shrinks = not await is_compactable(tx)
    advice = "" if shrinks else "; `kliping compact` lets its file shrink from then on when less is kept"
    return _Finding(f"reachable, schema up to date{advice}")


async def _index(settings: Settings) -> _Finding:
    async with opened_database(settings) as db, db.reading() as tx:
        state = await index_state(tx)
    return _Finding(in_words(state), is_fine=state.is_current)


async def _telegram(settings: Settings) -> _Finding:
    try:
        account = await own_account(token=bot_token(settings), base_url=settings.api_url)
    except TokenRefused:
        raise SettingsError("KLIPING_TOKEN: Telegram refuses it; get the right one from @BotFather") from None
    except TelegramSilent as error:
        raise SettingsError(f"KLIPING_API_URL: {settings.api_url} does not answer: {error}") from None
    if account.inline:
        return _Finding(f"{account.name} answers")
    return _Finding(
        f"{account.name} answers, but its inline mode is off: send /setinline to @BotFather, and people can "
        f"search in any chat with {account.name}",
        is_fine=False,
    )


async def _feeds(settings: Settings) -> _Finding:
    listed = read_feeds_file(settings.feeds_file)
    async with opened_database(settings) as db, db.reading() as tx:
        followed = await followed_feeds(tx, now=SystemClock().now())
    counts = Counter(feed.health for feed in followed)
    healths = ", ".join(f"{counts[health]} {health.value}" for health in Health if counts[health])
    text = f"{len(listed)} in the feeds file, {len(followed)} followed" + (f" ({healths})" if healths else "")
    failing = counts[Health.BROKEN] + counts[Health.GONE]
    return _Finding(text, is_fine=not failing or failing * 3 < len(followed))


_CHECKS: dict[str, Callable[[Settings], Awaitable[_Finding]]] = {
    "contact": _contact,
    "database": _database,
    "index": _index,
    "telegram": _telegram,
    "feeds": _feeds,
}
