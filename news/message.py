"""One Telegram message as we write it, before it is sent."""

from dataclasses import dataclass

from news.ids import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """An inline button: pressing it sends us `data` (at most 64 bytes), or opens `url`."""

    text: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Telegram's HTML, at most 4,096 UTF-16 units once parsed; `thread` is a forum thread's id, and `stories`
    are those that it tells, or offers by a button."""

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    thread: int | None = None
    stories: tuple[StoryId, ...] = ()
