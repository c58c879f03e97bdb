"""Finding: the one search behind the chat, inline queries and `kliping search`.

query ─all of it→ best_matches ─few?─most of it→ most_likely ─texts→ Relevance → stories, best first
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from news.finding import Finding, Hit
from news.grammar import Search
from news.ids import ItemId, StoryId
from news.item import Item
from news.page import without_lead
from news.query import And, Query, sought
from news.question import Question, question_in
from news.relevance import Article, Asked, Relevance, rarity_of, usual_rarity
from storage.database import Transaction
from storage.items import as_item
from storage.likely import CHOSEN, Span, most_likely, word_counts
from storage.stories import stories_by_id
from storage.tables import items, outlets
from storage.window import NEWEST, best_matches, newest_matches

_ENOUGH = 5
"""Items that hold all of a question, from which on nobody is told of others."""

_MOST = 0.5
"""What an item holds at least that is told nevertheless, of what the one holds that holds the most."""

_READ = 4_000
"""Characters of a body that are read again: what is told later matters less, and costs as much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scored:
    item: Item
    story_id: StoryId
    score: float
    missing: tuple[str, ...] = ()


async def find_stories(
    tx: Transaction, search: Search, *, since: datetime, until: datetime, now: datetime,
    by_time: bool = False, start: int = 0, limit: int = CHOSEN,
) -> Finding:  # fmt: skip
    """The stories of items that came out after `since` and not after `until` and hold what is searched, or
    most of it where hardly any holds all: at most `limit` from the one at `start` on, best or newest first.

    With the same `until` and `now`, what comes later than that hour changes no page.
    """
    span = Span(since=since, until=until)
    question = question_in(search.query)
    spoken = question is not None and question.spoken
    query = question.all if question and spoken else search.query
    found = await _found(tx, query, span, by_time=by_time)
    if question and len(found) < (_ENOUGH if spoken else 1):
        scored = await _holding_most(tx, question, found, span=span, now=now)
    else:
        scored = await _holding_all(tx, query, found, span=span, now=now)
    told = _one_a_story(scored, by_time=by_time)
    lacking = {word for each in told for word in each.missing}
    words = question.words if question else ()
    return Finding(
        hits=await _hits(tx, told[start : start + limit]),
        count=len(told),
        terms=tuple(sought(query)),
        relaxed=tuple(word.text for word in words if word.text in lacking),
    )


async def _found(tx: Transaction, query: Query, span: Span, *, by_time: bool) -> list[ItemId]:
    """The items worth reading again, of those that hold all of the query."""
    matches = newest_matches if by_time else best_matches
    return await matches(tx, query, since=span.since, until=span.until, limit=CHOSEN)


async def _holding_all(
    tx: Transaction, query: Query, found: Sequence[ItemId], *, span: Span, now: datetime
) -> list[_Scored]:
    terms = list(sought(query))
    relevance = Relevance([Asked(term=term, rarity=usual_rarity(term)) for term in terms], now=now)
    parts = query.parts if isinstance(query, And) else (query,)
    known = [number for number, term in enumerate(terms) if term in parts]
    articles = await _articles(tx, found, span)
    return [
        _Scored(item=article.item, story_id=story_id, score=relevance.of(article, known=known).value)
        for story_id, article in articles
    ]


async def _holding_most(
    tx: Transaction, question: Question, found: Collection[ItemId], *, span: Span, now: datetime
) -> list[_Scored]:
    counts = await word_counts(tx, question, span)
    asked = await _asked(tx, question, counts)
    rarity = [each.rarity for each in asked]
    likely = await most_likely(tx, question, counts=counts, rarity=rarity, span=span)
    relevance = Relevance(asked, now=now, partial=True)
    words, demanded = range(len(question.words)), range(len(question.words), len(asked))
    known = {each.item_id: {*each.held, *demanded} for each in likely}
    known |= {item_id: {*words, *demanded} for item_id in found}
    scores = {
        (story_id, article.item): relevance.of(article, known=known[article.item.id])
        for story_id, article in await _articles(tx, known, span)
    }
    least = _MOST * max((relevance.share(score.held) for score in scores.values()), default=0.0)
    return [
        _Scored(
            item=item,
            story_id=story_id,
            score=score.value,
            missing=tuple(question.words[number].text for number in words if number not in score.held),
        )
        for (story_id, item), score in scores.items()
        if relevance.share(score.held) >= least
    ]


async def _asked(tx: Transaction, question: Question, counts: Sequence[int]) -> list[Asked]:
    """The words of the question, as rare as they are among our items, and then what it demands."""
    size = max(await tx.scalar(select(func.max(items.c.id))) or 1, 1)
    asked = []
    for word, count in zip(question.words, counts, strict=True):
        usual = usual_rarity(word.term)
        # Of what is more frequent than we count to, the news of years knows how frequent it is.
        rarity = rarity_of(count / size) if count < NEWEST else min(usual, rarity_of(NEWEST / size))
        asked.append(Asked(term=word.term, rarity=rarity, codes=word.codes))
    demanded = [term for part in question.demanded for term in sought(part)]
    return [*asked, *(Asked(term=term, rarity=usual_rarity(term)) for term in demanded)]


async def _articles(
    tx: Transaction, item_ids: Collection[ItemId], span: Span
) -> list[tuple[StoryId, Article]]:
    """Those of the items that belong to a story and came out within the span; the index knows hours only."""
    came_out = items.c.published_at
    read = (
        select(*(column for column in items.c if column is not items.c.body), outlets.c.name, _BODY)
        .join(outlets, outlets.c.id == items.c.outlet_id)
        .where(items.c.id.in_(item_ids), items.c.story_id.is_not(None))
        .where(came_out > span.since, came_out <= span.until)
    )
    return [
        (
            StoryId(row[items.c.story_id]),
            Article(as_item(row), without_lead(_whole_words(row["said"]), row[items.c.lead])),
        )
        for row in (await tx.execute(read)).mappings()
    ]


def _whole_words(text: str) -> str:
    return text.rpartition(" ")[0] if len(text) == _READ else text


def _one_a_story(scored: Sequence[_Scored], *, by_time: bool) -> list[_Scored]:
    """The best item of each story, the best story first, or the one that came out last."""
    best: dict[StoryId, _Scored] = {}
    newest = sorted(scored, key=lambda each: (each.item.published_at, each.item.id), reverse=True)
    for each in sorted(newest, key=lambda each: -each.score):
        best.setdefault(each.story_id, each)
    if by_time:
        return [each for each in newest if best[each.story_id] is each]
    return list(best.values())


async def _hits(tx: Transaction, best: Sequence[_Scored]) -> list[Hit]:
    stories = await stories_by_id(tx, [each.story_id for each in best])
    telling = {item.id: story for story in stories for item in story.items}
    return [
        Hit(story=telling[each.item.id], item=each.item, score=round(each.score, 4), missing=each.missing)
        for each in best
    ]


_BODY = func.substr(items.c.body, 1, _READ).label("said")
