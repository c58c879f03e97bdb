"""How a hit of a search looks: its headline, who told it, and the words around what was found, in bold."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.harmless import marked
from bot.packing import Block
from bot.story_lines import link_to, others_of, takes_link, told_by, when
from bot.texts import Html, Texts
from news.chat import Chat
from news.excerpt import excerpt
from news.finding import Hit
from news.gazetteer import short_name
from news.item import Item
from news.query import Field, Inside, Named, Term, Words
from news.regions import is_part_of
from news.text import clean, shorten

LONGEST_HEADLINE = 200
"""Characters; the query above the hits has 512 of its own."""

MOST_BOLD = 6
"""Places that are bold in a headline or an excerpt: a message holds a hundred, links included."""

LONGEST_WORDS = 80
"""Characters of a list of words of the search."""


def hit_block(hit: Hit, terms: Sequence[Term], chat: Chat, *, number: int, now: datetime) -> Block:
    """The hit, numbered: headline, outlets, place and time; what its lead says around the terms; what it
    lacks of them, and which of them only its body says, that is not shown."""
    texts, item = Texts(chat.language), hit.item
    lines = [
        f"{number}. {_headline(item, terms, texts)}",
        told_by(hit.story, item, texts, time=when(item.published_at, chat, now=now)),
    ]
    said = excerpt(clean(item.lead), terms)
    if said.text:
        lines.append(marked(said.text, said.spans[:MOST_BOLD]))
    lines += _remarks(hit, terms, texts)
    brief, full = others_of(hit.story, item, texts)
    return Block(html="\n".join(lines), brief=brief, full=full)


def listed_words(words: Sequence[str]) -> str:
    """Words of a search, as many as fit into a line or two."""
    return shorten(", ".join(words), LONGEST_WORDS)


def _headline(item: Item, terms: Sequence[Term], texts: Texts) -> Html:
    title = excerpt(clean(item.title), terms, longest=LONGEST_HEADLINE)
    if not title.text:
        return link_to(item, texts.html("story-untitled"))
    return link_to(item, marked(title.text, title.spans[:MOST_BOLD], linked=takes_link(item.url)))


def _remarks(hit: Hit, terms: Sequence[Term], texts: Texts) -> Iterator[Html]:
    if hit.missing:
        yield Html(f"<i>{texts.html('hit-missing', words=listed_words(hit.missing))}</i>")
    opening = f"{clean(hit.item.title)}. {clean(hit.item.lead)}"
    inside = dict.fromkeys(
        term.text
        for term in terms
        if isinstance(term, Words | Named) and term.field is Field.TEXT and term.text not in hit.missing
        if not excerpt(opening, [term], longest=len(opening) + 1).spans
    )
    if inside:
        yield Html(f"<i>{texts.html('hit-inside', words=listed_words([*inside]))}</i>")
    asked = {code for term in terms if isinstance(term, Inside) for code in term.codes}
    told = [code for code in hit.item.regions if any(is_part_of(code, wanted) for wanted in asked)]
    # Where the event happened stands in the line above, and the region that was asked for may be another one.
    if told and told[0] != next(iter(hit.story.regions), ""):
        yield Html(f"<i>{texts.html('hit-region', region=short_name(told[0]))}</i>")
