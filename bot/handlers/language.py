"""Choosing the language in which we speak to the chat."""

from dataclasses import replace

from bot.keyboards import ticked
from bot.menu import show_menu
from bot.refusals import StaleButton
from bot.texts import Texts
from bot.turn import Turn
from news.chat import Language
from news.message import Button, Message
from storage.chats import save_chat

_OWN_NAMES = {Language.INDONESIAN: "Indonesia", Language.ENGLISH: "English"}
_WRITTEN = {
    "id": Language.INDONESIAN,
    "indonesia": Language.INDONESIAN,
    "indonesian": Language.INDONESIAN,
    "en": Language.ENGLISH,
    "english": Language.ENGLISH,
    "inggris": Language.ENGLISH,
}


async def choose_language(turn: Turn) -> None:
    """Speak the language that was named; without one that we speak, let the person choose."""
    language = _WRITTEN.get(turn.argument.casefold())
    if language is None:
        return await turn.reply(language_page(turn.texts))
    await turn.require_administrator()
    return await _speak(turn, language)


async def press_language(turn: Turn) -> None:
    await turn.require_administrator()
    if turn.argument not in _WRITTEN:
        raise StaleButton
    await _speak(turn, _WRITTEN[turn.argument])


async def _speak(turn: Turn, language: Language) -> None:
    chat = replace(turn.chat, language=language)
    async with turn.desk.db.writing() as tx:
        await save_chat(tx, chat, now=turn.now)
    await turn.show(language_page(Texts(language)))
    await show_menu(turn.bot, chat)


def language_page(texts: Texts) -> Message:
    """The language that we speak, with the choice as buttons."""
    choices = tuple(
        Button(text=ticked(name, on=language is texts.language), data=f"language:{language.value}")
        for language, name in _OWN_NAMES.items()
    )
    return Message(html=texts.html("language"), buttons=(choices,))
