"""The first steps: a suggested topic in a tap, the time of the digest, the digest at once."""

from collections.abc import Iterable

from bot.following import Wish, follow
from bot.keyboards import Rows, in_rows, ticked
from bot.refusals import StaleButton
from bot.suggestions import SUGGESTIONS, Suggestion
from bot.texts import Texts
from bot.turn import Turn
from news.chat import Topic
from news.message import Button, Message
from storage.topics import chat_topics, forget_topic


async def follow_suggestion(turn: Turn) -> str:
    """Follow what the button names."""
    await turn.require_administrator()
    suggestion = _suggested(turn)
    wish = Wish(name=suggestion.name, query=suggestion.query, thread=turn.thread)
    followed = await follow(turn, wish)
    await _show_ticks(turn)
    key = "suggestion-followed" if followed.new else "suggestion-known"
    return turn.texts.plain(key, name=followed.topic.name, when=followed.when)


async def unfollow_suggestion(turn: Turn) -> str:
    """Follow it no more."""
    await turn.require_administrator()
    suggestion = _suggested(turn)
    async with turn.desk.db.writing() as tx:
        for topic in await chat_topics(tx, turn.chat.id):
            if topic.query == suggestion.query:
                await forget_topic(tx, turn.chat.id, topic.id)
    await _show_ticks(turn)
    return turn.texts.plain("suggestion-dropped", name=suggestion.name)


def first_steps(texts: Texts, topics: Iterable[Topic] = ()) -> Rows:
    """The suggestions, those that are followed with a tick, and what to do next."""
    followed = {topic.query for topic in topics}
    suggested = [
        _suggestion(number, suggestion, on=suggestion.query in followed)
        for number, suggestion in enumerate(SUGGESTIONS)
    ]
    next_steps = (
        Button(text=texts.plain("button-schedule"), data="schedule"),
        Button(text=texts.plain("button-digest"), data="digest"),
    )
    return (*in_rows(suggested, of=2), next_steps)


def nothing_followed(texts: Texts) -> Message:
    """The answer to a chat that follows nothing."""
    return Message(html=texts.html("nothing-followed"), buttons=first_steps(texts))


def _suggestion(number: int, suggestion: Suggestion, *, on: bool) -> Button:
    # The button says what it will do, not "the other way round": a second tap of a double tap does nothing.
    verb = "unfollow" if on else "follow"
    return Button(text=ticked(suggestion.name, on=on), data=f"{verb}:{number}")


def _suggested(turn: Turn) -> Suggestion:
    if turn.number >= len(SUGGESTIONS):
        raise StaleButton
    return SUGGESTIONS[turn.number]


async def _show_ticks(turn: Turn) -> None:
    async with turn.desk.db.reading() as tx:
        topics = await chat_topics(tx, turn.chat.id)
    await turn.rekey(first_steps(turn.texts, topics))
