"""Subscribing: the chat follows a topic from now on."""

from bot.following import Followed, Wish, follow, look_back, read_wish
from bot.handlers.first_steps import first_steps
from bot.preview_words import preview_in_words
from bot.suggestions import Offer, offer, suggestion
from bot.texts import Texts
from bot.turn import Turn
from news.grammar import parse_search, write_query
from news.message import Button, Message
from storage.topics import chat_topics


async def subscribe(turn: Turn) -> None:
    """Follow what was written; without that, say how, and suggest topics."""
    if not turn.argument:
        return await invite(turn)
    await turn.require_administrator()
    await _follow(turn, read_wish(turn.argument, thread=turn.thread))
    return None


async def invite(turn: Turn) -> None:
    """Ask which topic to follow."""
    async with turn.desk.db.reading() as tx:
        topics = await chat_topics(tx, turn.chat.id)
    offered = await offer(turn.desk, topics)
    await turn.reply(invitation(turn.texts, offered, private=turn.private))


async def subscribe_to_search(turn: Turn) -> None:
    """Follow what our message above the button was about."""
    await turn.require_administrator()
    query = write_query(parse_search(turn.quoted).query)  # a topic looks at what is new, whatever the days
    await _follow(turn, read_wish(query, thread=turn.thread))


async def subscribe_to_pack(turn: Turn) -> None:
    """Follow the ready topic that the button names. Raises StaleButton."""
    await turn.require_administrator()
    pack = suggestion(turn.argument)
    await _follow(turn, Wish(name=pack.name[turn.chat.language], query=pack.query, thread=turn.thread))


async def _follow(turn: Turn, wish: Wish) -> None:
    await turn.typing()
    preview = await look_back(turn, wish)
    followed = await follow(turn, wish)
    brings = preview_in_words(preview, turn.chat, now=turn.now) if preview and followed.new else ""
    await turn.reply(confirmation(turn.texts, followed, brings=brings))


def invitation(texts: Texts, offered: Offer, *, private: bool) -> Message:
    html = texts.html("subscribe-ask", private="yes" if private else "no")
    return Message(html=html, buttons=first_steps(texts, offered))


def confirmation(texts: Texts, followed: Followed, *, brings: str = "") -> Message:
    """What is followed now, and when its news comes; below it, what it `brings`, and a way out of it."""
    topic = followed.topic
    html = texts.html(
        "subscribed" if followed.new else "subscribed-already",
        name=topic.name,
        query=topic.query,
        when=followed.when,
        thread="yes" if topic.thread else "no",
    )
    topics = Button(text=texts.plain("button-topics"), data="topics")
    digest = Button(text=texts.plain("button-digest"), data="digest")
    stop = Button(text=texts.plain("button-stop"), data=f"drop:{topic.id}")
    return Message(html="\n\n".join(filter(None, [html, brings])), buttons=((topics, digest), (stop,)))
