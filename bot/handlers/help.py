"""Asking for help: every command, and how to write what one is looking for."""

from bot.commands import command_list
from bot.texts import Texts
from bot.turn import Turn
from news.message import Message


async def show_help(turn: Turn) -> None:
    bot = turn.bot
    await turn.reply(help_page(turn.texts, inline=bot.username if bot.supports_inline_queries else ""))


def help_page(texts: Texts, *, inline: str = "") -> Message:
    """`inline` is the name behind which people can search in any chat; empty where they cannot."""
    page = texts.html("help", commands=command_list(texts))
    return Message(html=f"{page}\n\n{texts.html('help-inline', name=inline)}" if inline else page)
