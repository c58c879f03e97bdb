"""How the bot introduces itself to Telegram: its menus of commands, its name, what it says about itself."""

from collections.abc import Sequence
from contextlib import suppress

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from bot.commands import COMMANDS
from bot.texts import Texts
from news.chat import Chat, Language

_SCOPES: tuple[BotCommandScope, ...] = (BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats())

# Telegram shows what has no language to everybody whose language has nothing of its own.
_CODES = {Language.INDONESIAN: None, Language.ENGLISH: "en"}


async def introduce(bot: Bot) -> None:
    """Set the menus and the descriptions in every language. Raises TelegramError."""
    for language, code in _CODES.items():
        texts = Texts(language)
        for scope in _SCOPES:
            await bot.set_my_commands(menu(texts), scope=scope, language_code=code)
        await _say_name(bot, texts.plain("bot-name"), code)
        await bot.set_my_description(texts.plain("bot-description"), language_code=code)
        await bot.set_my_short_description(texts.plain("bot-short-description"), language_code=code)


async def show_menu(bot: Bot, chat: Chat) -> None:
    """Let the menu follow the chat's language, whatever the person's app speaks."""
    with suppress(TelegramError):  # the menu is a convenience: what the chat was told stands without it
        await bot.set_my_commands(menu(Texts(chat.language)), scope=BotCommandScopeChat(chat.id))


def menu(texts: Texts) -> Sequence[BotCommand]:
    """The commands as the menu lists them in a language."""
    return [BotCommand(command.named(texts.language), command.described(texts)) for command in COMMANDS]


async def _say_name(bot: Bot, name: str, code: str | None) -> None:
    # Telegram lets a bot change its name a few times a day only: a restart must not use that up.
    if (await bot.get_my_name(language_code=code)).name != name:
        await bot.set_my_name(name, language_code=code)
