"""The conversation put together: the bot at its desk, listening until told to stop."""

import asyncio

from app.errors import SettingsError
from app.settings import Settings, bot_token
from bot.application import build_application
from bot.desk import Desk
from bot.errors import AnotherBotPolls, TokenRefused
from bot.listening import listen
from bot.pack_counts import PackCounts
from bot.pulse import Pulse
from bot.webhook import serve_webhook
from jobs.compose import compose_now
from jobs.pace import Pacer
from jobs.preview import preview_now
from news.chat import Chat, Topic
from news.clock import Clock
from news.digest import Digest
from news.preview import Preview
from storage.database import Database
from storage.topics import chat_topics


async def converse(
    db: Database, settings: Settings, *, clock: Clock, stopping: asyncio.Event, pulse: Pulse
) -> None:
    """Answer people until `stopping` is set. Raises SettingsError where Telegram will not have us."""
    desk = desk_of(db, clock, most=settings.send_rate)
    application = build_application(token=bot_token(settings), base_url=settings.api_url, desk=desk)
    try:
        if settings.webhook_url:
            await serve_webhook(
                application,
                db=db,
                url=settings.webhook_url,
                secret=settings.webhook_secret,
                host="0.0.0.0",  # noqa: S104 - Telegram, or the proxy before us, comes from outside
                port=settings.webhook_port,
                clock=clock,
                stopping=stopping,
            )
        else:
            await listen(application, db=db, clock=clock, stopping=stopping, pulse=pulse)
    except OSError as error:
        reason = error.strerror or error
        raise SettingsError(
            f"KLIPING_WEBHOOK_PORT: port {settings.webhook_port} cannot be used: {reason}"
        ) from error
    except TokenRefused as error:
        raise SettingsError(
            "KLIPING_TOKEN: Telegram refuses it; get the right one from @BotFather"
        ) from error
    except AnotherBotPolls as error:
        raise SettingsError(
            "another program polls with the same token: stop it, or give this one a token of its own"
        ) from error


def desk_of(db: Database, clock: Clock, *, most: float) -> Desk:
    """What the bot's handlers work with; they write at most so many messages a second."""

    async def digest_now(chat: Chat, topic: Topic | None) -> Digest:
        async with db.reading() as tx:
            topics = [topic] if topic else await chat_topics(tx, chat.id)
        return await compose_now(db, chat, topics, now=clock.now())

    async def look_back(chat: Chat, query: str) -> Preview:
        return await preview_now(db, chat, query, now=clock.now())

    return Desk(
        db=db,
        clock=clock,
        digest_now=digest_now,
        look_back=look_back,
        pacing=Pacer(db, most=most, clock=clock),
        pack_counts=PackCounts(db, clock),
    )
