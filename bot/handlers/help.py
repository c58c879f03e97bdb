"""Asking for help: every command, and how to write what one is looking for."""

from bot.commands import command_list
from bot.texts import Texts
from bot.turn import Turn
from news.message import Message


async def show_help(turn: Turn) -> None:
    await turn.reply(help_page(turn.texts))


def help_page(texts: Texts) -> Message:
    return Message(html=texts.html("help", commands=command_list(texts)))
