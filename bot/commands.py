"""The commands: one table from which the help, the menus and the handlers are made."""

from dataclasses import dataclass
from typing import assert_never

from bot.texts import Html, Texts
from news.chat import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command answers to its Indonesian `name` and to its English `alias`."""

    name: str
    alias: str

    def named(self, language: Language) -> str:
        """What the command is called in `language`."""
        match language:
            case Language.INDONESIAN:
                return self.name
            case Language.ENGLISH:
                return self.alias
            case _:
                assert_never(language)

    def described(self, texts: Texts) -> str:
        """What it does, for menus."""
        return texts.plain(f"command-{self.alias}")


COMMANDS = (
    Command(name="ringkasan", alias="digest"),
    Command(name="cari", alias="search"),
    Command(name="langganan", alias="subscribe"),
    Command(name="topik", alias="topics"),
    Command(name="jadwal", alias="schedule"),
    Command(name="berhenti", alias="unsubscribe"),
    Command(name="media", alias="sources"),
    Command(name="bahasa", alias="language"),
    Command(name="datasaya", alias="mydata"),
    Command(name="hapus", alias="forget"),
    Command(name="bantuan", alias="help"),
    Command(name="start", alias="start"),
)


def command_list(texts: Texts) -> Html:
    """Every command with what it does, a line each."""
    return Html(
        "\n".join(
            texts.html("help-command", command=command.named(texts.language), does=command.described(texts))
            for command in COMMANDS
        )
    )
