"""How commands write times and numbers of things."""

from datetime import datetime


def minute(at: datetime | None) -> str:
    """A time in UTC to the minute, or "never"."""
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else "never"


def count(number: int, noun: str) -> str:
    """So many of them: "1 feed", "2 feeds"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
