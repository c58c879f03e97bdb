"""The README's table of commands and buttons is made of the code."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands import COMMANDS
from bot.texts import Texts, keys
from news.chat import Language

README = Path(__file__).parents[2] / "README.md"
BEGIN, END = "<!-- every command and button -->\n", "<!-- end -->\n"

INDONESIAN, ENGLISH = Texts(Language.INDONESIAN), Texts(Language.ENGLISH)
_SHOWN = {"days": 7, "hours": "21.00–06.00", "page": 1, "pages": 7}
"""What stands for what a button says of the chat."""


def table() -> str:
    return "\n".join([*_commands(), "", *_buttons()]) + "\n"


def _commands() -> Iterator[str]:
    yield "| perintah | | command | |"
    yield "| --- | --- | --- | --- |"
    for command in COMMANDS:
        said, means = command.described(INDONESIAN), command.described(ENGLISH)
        yield f"| `/{command.name}` | {said} | `/{command.alias}` | {means} |"


def _buttons() -> Iterator[str]:
    yield "| tombol | button |"
    yield "| --- | --- |"
    named = sorted(key for key in keys(Language.INDONESIAN) if key.startswith("button-"))
    said = [(INDONESIAN.plain(key, **_SHOWN), ENGLISH.plain(key, **_SHOWN)) for key in named]
    yield from dict.fromkeys(f"| {ours} | {theirs} |" for ours, theirs in said)


def test_the_readme_shows_every_command_and_button_in_both_languages() -> None:
    text = README.read_text(encoding="utf-8")
    shown = text.partition(BEGIN)[2].partition(END)[0]

    if shown != table():
        pytest.fail(f"put this between {BEGIN.strip()} and {END.strip()} in the README:\n\n{table()}")
