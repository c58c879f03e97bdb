"""Cards: stories as inline results, each to be sent into any chat."""

from datetime import datetime

from telegram import InlineQueryResultArticle, InputTextMessageContent, LinkPreviewOptions
from telegram.constants import ParseMode

from bot.dates import age
from bot.packing import pack
from bot.story_lines import LONGEST_OUTLET, lone_story
from bot.texts import Texts
from news.chat import Chat
from news.item import Item
from news.story import Story
from news.text import clean, shorten

LONGEST_TITLE = 120
LONGEST_EXCERPT = 120
"""Characters of what a story says: a card has two lines for all that stands below its headline."""

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def card(story: Story, item: Item, chat: Chat, *, excerpt: str, now: datetime) -> InlineQueryResultArticle:
    """The story to choose among others, as `item` tells it; and the message that is sent when it is."""
    texts = Texts(chat.language)
    (message,) = pack([lone_story(story, item, chat, now=now)])
    return InlineQueryResultArticle(
        str(story.id),
        shorten(clean(item.title), LONGEST_TITLE) or texts.plain("story-untitled"),
        InputTextMessageContent(message.html, parse_mode=ParseMode.HTML, link_preview_options=_NO_PREVIEW),
        description=_described(story, item, excerpt, texts, now=now),
    )


def _described(story: Story, item: Item, excerpt: str, texts: Texts, *, now: datetime) -> str:
    outlet, others = shorten(clean(item.outlet), LONGEST_OUTLET), len(story.outlets) - 1
    told = texts.plain("story-outlets", outlet=outlet, others=others) if others else outlet
    said = shorten(clean(excerpt), LONGEST_EXCERPT)
    parts = told, age(item.published_at, now=now, language=texts.language), said
    return " · ".join(part for part in parts if part)
