"""Buttons under a message, as Telegram takes them, and the ways in which ours are laid out."""

from collections.abc import Iterable, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from news.message import Button

Rows = tuple[tuple[Button, ...], ...]


def keyboard(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    """The buttons as the library writes them; None where there are none."""
    if not rows:
        return None
    return InlineKeyboardMarkup([[_inline(button) for button in row] for row in rows])


def in_rows(buttons: Iterable[Button], *, of: int) -> Rows:
    """The buttons in rows of so many."""
    every = tuple(buttons)
    return tuple(every[start : start + of] for start in range(0, len(every), of))


def ticked(text: str, *, on: bool) -> str:
    """A button's text that shows whether its choice is on."""
    return f"✓ {text}" if on else text


def _inline(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.text, url=button.url)
    return InlineKeyboardButton(button.text, callback_data=button.data)
