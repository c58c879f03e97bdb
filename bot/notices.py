"""Notices to the operator, in the language of the operator's chat."""

from collections.abc import Sequence

from bot.packing import utf16_units
from bot.texts import Texts
from news.chat import Language
from news.text import clean, shorten
from storage.troubles import FeedChange

CHANGES_NAMED = 20
"""Feeds named in one notice; when a network goes down, all of them break at once."""

MOST_UNITS = 3_900
"""UTF-16 units that the named feeds may take of Telegram's 4,096; the rest is for the count of the others."""

_LONGEST = 120


def feed_notice(changes: Sequence[FeedChange], *, language: Language) -> str:
    """What has changed, as plain text: a line for each feed, and a count of those that are not named."""
    texts = Texts(language)
    lines: list[str] = []
    units = 0
    for change in changes[:CHANGES_NAMED]:
        line = _line(change, texts)
        units += utf16_units(line) + 1
        if units > MOST_UNITS:
            break
        lines.append(line)
    if others := len(changes) - len(lines):
        lines.append(texts.plain("notice-others", count=others))
    return "\n".join(lines)


def _line(change: FeedChange, texts: Texts) -> str:
    outlet, url, reason = (
        shorten(clean(text), _LONGEST) for text in (change.outlet, change.url, change.reason)
    )
    if not change.is_broken:
        return texts.plain("notice-works", outlet=outlet, url=url)
    key = "notice-gone" if change.is_gone else "notice-broken"
    kind = change.failure or "unknown"
    return texts.plain(key, outlet=outlet, url=url, reason=reason, kind=kind)
