"""Finding the topic that a person names."""

from collections.abc import Sequence

from bot.texts import Texts
from news.chat import LONGEST_NAME, Topic
from news.message import Button, Message
from news.text import clean, shorten

_LONGEST_SHOWN = 100


def named(topics: Sequence[Topic], text: str) -> Topic | None:
    """The topic of that name, in upper or lower case."""
    wanted = topic_name(text).casefold()
    return next((topic for topic in topics if topic.name.casefold() == wanted), None)


def topic_name(text: str) -> str:
    """What a topic is called for which a person wrote `text`."""
    return shorten(clean(text), LONGEST_NAME)


def unknown_topic(texts: Texts, text: str) -> Message:
    """The answer where no topic has that name."""
    html = texts.html("topic-unknown", name=shorten(clean(text), _LONGEST_SHOWN))
    return Message(html=html, buttons=((Button(text=texts.plain("button-topics"), data="topics"),),))
