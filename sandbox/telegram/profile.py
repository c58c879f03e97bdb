"""What the bot says about itself: names, descriptions, commands by scope and language, default rights."""

from dataclasses import dataclass, field

from sandbox.telegram.records import Json

CommandKey = tuple[str, int | None, int | None, str]
"""Scope type, chat, user, language code."""


@dataclass(slots=True)
class Profile:
    first_name: str
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[CommandKey, list[Json]] = field(default_factory=dict)
    menu_button: Json = field(default_factory=lambda: {"type": "commands"})
    group_rights: Json | None = None
    channel_rights: Json | None = None
    inline_mode: bool = True
    """Whether people may type behind the bot's name; @BotFather sets it, not the bot."""
