"""Text from outside that stays text on its line: Telegram makes no link, mention or command of it."""

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from itertools import pairwise

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


def marked(text: str, spans: Sequence[tuple[int, int]], *, linked: bool = False) -> Html:
    """Clean `text` like `harmless`, or inside a link like `letters`, with these parts of it in bold."""
    # Looked for in the whole: between a sign and a word in bold Telegram sees no border.
    joined = set() if linked else {spark.end() for spark in _SPARKS.finditer(text)}
    edges = sorted({0, len(text), *joined, *(edge for span in spans for edge in span)})
    opened, closed = {start for start, _ in spans}, {end for _, end in spans}
    parts = []
    for start, end in pairwise(edges):
        before, after = "<b>" if start in opened else "", "</b>" if end in closed else ""
        parts.append(before + escape(text[start:end], quote=True) + after)
        parts += [_WORD_JOINER] if end in joined else []
    return Html("".join(parts))


def letters(text: str) -> Html:
    """`text` in HTML on one line, letter for letter: inside a link Telegram looks for nothing else to tap."""
    return Html(escape(clean(text), quote=True))


def without_joiners(text: str) -> str:
    """What people meant before it was made harmless."""
    return text.replace(_WORD_JOINER, "")
