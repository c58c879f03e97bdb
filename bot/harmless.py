"""Text from outside that stays text on its line: Telegram makes no link, mention or command of it."""

import re
from functools import lru_cache
from html import escape

from bot.texts import Html
from news.text import clean

_WORD_JOINER = "\u2060"
"""Invisible, and nothing breaks a line there."""

# Telegram looks for @name, #tag, $USD, /command, kabar.id, 10.0.0.1 and tg://… in whatever it is sent; its
# tags may hold a middle dot.
_SPARKS = re.compile(r"(?<![A-Za-z0-9_])[@#$/](?=[\w·])|\.(?=[^\W\d_]{2}|\d+\.\d+\.\d)|:(?=//)")


@lru_cache(10_000)
def harmless(text: str) -> Html:
    """`text` in HTML on one line, with nothing in it that Telegram would turn into something to tap."""
    return Html(escape(_SPARKS.sub(rf"\g<0>{_WORD_JOINER}", clean(text)), quote=True))


def letters(text: str) -> Html:
    """`text` in HTML on one line, letter for letter: inside a link Telegram looks for nothing else to tap."""
    return Html(escape(clean(text), quote=True))


def without_joiners(text: str) -> str:
    """What people meant before it was made harmless."""
    return text.replace(_WORD_JOINER, "")
