"""The first steps: a suggested topic in a tap, the time of the digest, the digest at once."""

import re

from bot.following import Followed, Wish, follow, look_back
from bot.keyboards import Rows, in_rows, ticked
from bot.preview_words import preview_note
from bot.refusals import StaleButton
from bot.suggestions import Offer, offer, pages, suggestion
from bot.texts import Texts
from bot.turn import Turn
from news.message import Button, Message
from news.packs import Pack
from news.preview import Preview
from storage.topics import chat_topics, forget_topic

_PAGE = re.compile(r"[0-9]{0,2}", re.ASCII)
"""Buttons of earlier versions carry none: theirs was the first."""


async def follow_suggestion(turn: Turn) -> str:
    """Follow what the button names. What it brings is said over the chat: whoever taps several topics one
    after the other would lose the buttons out of sight below messages."""
    await turn.require_administrator()
    pack, page = _chosen(turn)
    wish = Wish(name=pack.name[turn.chat.language], query=pack.query, thread=turn.thread)
    preview = await look_back(turn, wish)
    followed = await follow(turn, wish)
    await _show_page(turn, page)
    return _followed(turn.texts, followed, preview)


async def unfollow_suggestion(turn: Turn) -> str:
    """Follow it no more."""
    await turn.require_administrator()
    pack, page = _chosen(turn)
    async with turn.desk.db.writing() as tx:
        for topic in await chat_topics(tx, turn.chat.id):
            if topic.query == pack.query:
                await forget_topic(tx, turn.chat.id, topic.id)
    await _show_page(turn, page)
    return turn.texts.plain("suggestion-dropped", name=pack.name[turn.chat.language])


async def turn_packs(turn: Turn) -> None:
    """Show the button's page of suggestions. Raises StaleButton."""
    await _show_page(turn, turn.number)


def first_steps(texts: Texts, offer: Offer) -> Rows:
    """The suggestions, those that are followed with a tick, and what to do next."""
    suggested = [_suggestion(texts, pack, offer) for pack in offer.packs]
    next_steps = (
        Button(text=texts.plain("button-schedule"), data="schedule"),
        Button(text=texts.plain("button-digest"), data="digest"),
    )
    return (*in_rows(suggested, of=2), _turning(texts, offer.page), next_steps)


async def nothing_followed(turn: Turn) -> Message:
    """The answer to a chat that follows nothing."""
    offered = await offer(turn.desk)
    return Message(html=turn.texts.html("nothing-followed"), buttons=first_steps(turn.texts, offered))


def _followed(texts: Texts, followed: Followed, preview: Preview | None) -> str:
    key = "suggestion-followed" if followed.new else "suggestion-known"
    note = texts.plain(key, name=followed.topic.name, when=followed.when)
    return f"{note} {preview_note(preview, texts)}" if preview and followed.new else note


def _suggestion(texts: Texts, pack: Pack, offer: Offer) -> Button:
    # The button says what it will do, not "the other way round": a second tap of a double tap does nothing.
    on = pack.query in offer.followed
    text = f"{pack.name[texts.language]} · {offer.counts[pack.key]}"
    verb = "unfollow" if on else "follow"
    return Button(text=ticked(text, on=on), data=f"{verb}:{pack.key}:{offer.page}")


def _turning(texts: Texts, page: int) -> tuple[Button, ...]:
    """Round and round: behind the last page comes the first."""
    before, after = (page - 1) % pages(), (page + 1) % pages()
    more = texts.plain("button-more-packs", page=page + 1, pages=pages())
    return Button(text="‹", data=f"packs:{before}"), Button(text=more, data=f"packs:{after}")


def _chosen(turn: Turn) -> tuple[Pack, int]:
    """The pack that the button names, and the page on which it stands. Raises StaleButton."""
    key, _, page = turn.argument.partition(":")
    if not _PAGE.fullmatch(page):
        raise StaleButton
    return suggestion(key), int(page or 0)


async def _show_page(turn: Turn, page: int) -> None:
    async with turn.desk.db.reading() as tx:
        topics = await chat_topics(tx, turn.chat.id)
    await turn.rekey(first_steps(turn.texts, await offer(turn.desk, topics, page=page)))
