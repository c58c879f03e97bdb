"""The first steps: a suggested topic in a tap, the time of the digest, the digest at once."""

from collections.abc import Iterable

from bot.following import Followed, Wish, follow, look_back
from bot.keyboards import Rows, in_rows, ticked
from bot.preview_words import preview_note
from bot.suggestions import suggestion, suggestions
from bot.texts import Texts
from bot.turn import Turn
from news.chat import Topic
from news.message import Button, Message
from news.packs import Pack
from news.preview import Preview
from storage.topics import chat_topics, forget_topic


async def follow_suggestion(turn: Turn) -> str:
    """Follow what the button names. What it brings is said over the chat: whoever taps several topics one
    after the other would lose the buttons out of sight below messages."""
    await turn.require_administrator()
    pack = suggestion(turn.argument)
    wish = Wish(name=pack.name[turn.chat.language], query=pack.query, thread=turn.thread)
    preview = await look_back(turn, wish)
    followed = await follow(turn, wish)
    await _show_ticks(turn)
    return _followed(turn.texts, followed, preview)


async def unfollow_suggestion(turn: Turn) -> str:
    """Follow it no more."""
    await turn.require_administrator()
    pack = suggestion(turn.argument)
    async with turn.desk.db.writing() as tx:
        for topic in await chat_topics(tx, turn.chat.id):
            if topic.query == pack.query:
                await forget_topic(tx, turn.chat.id, topic.id)
    await _show_ticks(turn)
    return turn.texts.plain("suggestion-dropped", name=pack.name[turn.chat.language])


def first_steps(texts: Texts, topics: Iterable[Topic] = ()) -> Rows:
    """The suggestions, those that are followed with a tick, and what to do next."""
    followed = {topic.query for topic in topics}
    suggested = [_suggestion(texts, pack, on=pack.query in followed) for pack in suggestions()]
    next_steps = (
        Button(text=texts.plain("button-schedule"), data="schedule"),
        Button(text=texts.plain("button-digest"), data="digest"),
    )
    return (*in_rows(suggested, of=2), next_steps)


def nothing_followed(texts: Texts) -> Message:
    """The answer to a chat that follows nothing."""
    return Message(html=texts.html("nothing-followed"), buttons=first_steps(texts))


def _followed(texts: Texts, followed: Followed, preview: Preview | None) -> str:
    key = "suggestion-followed" if followed.new else "suggestion-known"
    note = texts.plain(key, name=followed.topic.name, when=followed.when)
    return f"{note} {preview_note(preview, texts)}" if preview and followed.new else note


def _suggestion(texts: Texts, pack: Pack, *, on: bool) -> Button:
    # The button says what it will do, not "the other way round": a second tap of a double tap does nothing.
    verb = "unfollow" if on else "follow"
    return Button(text=ticked(pack.name[texts.language], on=on), data=f"{verb}:{pack.key}")


async def _show_ticks(turn: Turn) -> None:
    async with turn.desk.db.reading() as tx:
        topics = await chat_topics(tx, turn.chat.id)
    await turn.rekey(first_steps(turn.texts, topics))
