"""Asking for what we do not know: a command that is none, a button that is no more."""

from difflib import get_close_matches

from bot.commands import COMMANDS
from bot.refusals import StaleButton
from bot.texts import Texts
from bot.turn import Turn
from news.message import Message

_NAMES = sorted({name for command in COMMANDS for name in (command.name, command.alias)})


async def suggest_command(turn: Turn) -> None:
    """Name the command that was probably meant; a group has other bots too, which may know it."""
    if turn.private or turn.addressed:
        await turn.reply(suggestion(turn.texts, turn.command))


async def press_stale(turn: Turn) -> None:
    """Refuse a button whose verb nobody knows any more."""
    raise StaleButton


def suggestion(texts: Texts, written: str) -> Message:
    """The nearest command; where none is near, the help."""
    near = get_close_matches(written.lower(), _NAMES, n=1)
    html = texts.html("command-near", near=near[0]) if near else texts.html("command-unknown")
    return Message(html=html)
