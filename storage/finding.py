"""Finding: the one search behind the chat, inline queries and `kliping search`.

```
query ─all of it→ best_matches ─few?─most of it→ most_likely ─tokens→ Relevance → stories, best first
```
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from news.finding import Finding, Hit
from news.grammar import Search
from news.ids import ItemId, StoryId
from news.item import Item
from news.query import And, Query, sought
from news.question import Question, question_in
from news.relevance import Article, Asked, Relevance, rarity_of, usual_rarity
from news.story import Story, as_known_at
from news.tokens import Tokens
from storage.database import Transaction
from storage.items import as_item
from storage.likely import CHOSEN, Span, most_likely, word_counts
from storage.search import tokens_of_items
from storage.stories import stories_by_id
from storage.tables import items, outlets
from storage.window import NEWEST, best_matches, newest_matches

_ENOUGH = 5
"""Items that hold all of a question, from which on nobody is told of others."""

_MOST = 0.5
"""What an item holds at least that is told nevertheless, of what the one holds that holds the most."""

_SEVERAL = 2
"""Words of a question that are enough to hold, where they are less than half of it: of a text, whose words
are no choice, the right item may say a few rare ones only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scored:
    item: Item
    story_id: StoryId
    score: float = 0.0
    missing: tuple[str, ...] = ()


async def find_stories(
    tx: Transaction, search: Search, *, since: datetime, until: datetime, now: datetime,
    by_time: bool = False, start: int = 0, limit: int = CHOSEN,
) -> Finding:  # fmt: skip
    """The stories of items that came out after `since` and not after `until` and hold what is searched, or
    most of it where hardly any holds all: at most `limit` from the one at `start` on, best or newest first.

    Nothing is told that was not known at `now`: asked again with the same times, it answers the same.
    """
    span = Span(since=since, until=until)
    question = question_in(search.query)
    spoken = question is not None and question.spoken
    query = question.all if question and spoken else search.query
    matches, most = (newest_matches, NEWEST) if by_time else (best_matches, CHOSEN)
    found = await matches(tx, query, since=since, until=until, limit=most)
    if question and len(found) < (_ENOUGH if spoken else 1):
        scored = await _holding_most(tx, question, found, span=span, now=now)
    elif by_time:
        scored = await _as_they_are(tx, found, span=span, now=now)
    else:
        scored = await _holding_all(tx, query, found, span=span, now=now)
    told = _one_a_story(scored, by_time=by_time)
    lacking = {word for each in told for word in each.missing}
    words = question.words if question else ()
    return Finding(
        hits=await _hits(tx, told[start : start + limit], now=now),
        count=len(told),
        more=len(found) == most,
        terms=tuple(sought(query)),
        relaxed=tuple(word.text for word in words if word.text in lacking),
    )


async def _as_they_are(
    tx: Transaction, found: Sequence[ItemId], *, span: Span, now: datetime
) -> list[_Scored]:
    """The items without a score: who asks for the newest ones wants these as they come."""
    known = await _items(tx, found, span=span, now=now)
    return [_Scored(item=item, story_id=story_id) for story_id, item in known]


async def _holding_all(
    tx: Transaction, query: Query, found: Sequence[ItemId], *, span: Span, now: datetime
) -> list[_Scored]:
    terms = list(sought(query))
    relevance = Relevance([Asked(term=term, rarity=usual_rarity(term)) for term in terms], now=now)
    parts = query.parts if isinstance(query, And) else (query,)
    known = [number for number, term in enumerate(terms) if term in parts]
    return [
        _Scored(item=article.item, story_id=story_id, score=relevance.of(article, known=known).value)
        for story_id, article in await _articles(tx, found, span=span, now=now)
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
        for story_id, article in await _articles(tx, list(known), span=span, now=now)
    }
    most = max((relevance.share(score.held) for score in scores.values()), default=0.0)
    return [
        _Scored(
            item=item,
            story_id=story_id,
            score=score.value,
            missing=tuple(question.words[number].text for number in words if number not in score.held),
        )
        for (story_id, item), score in scores.items()
        if relevance.share(score.held) >= _MOST * most
        and _is_most(score.held.intersection(words), len(words))
    ]


def _is_most(held: Collection[int], words: int) -> bool:
    return 2 * len(held) >= words or len(held) >= _SEVERAL


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
    tx: Transaction, item_ids: Sequence[ItemId], *, span: Span, now: datetime
) -> list[tuple[StoryId, Article]]:
    tokens = await tokens_of_items(tx, item_ids)
    known = await _items(tx, item_ids, span=span, now=now)
    return [(story_id, Article(item, tokens.get(item.id, Tokens()))) for story_id, item in known]


async def _items(
    tx: Transaction, item_ids: Sequence[ItemId], *, span: Span, now: datetime
) -> list[tuple[StoryId, Item]]:
    """Those of the items that came out within the span, of which the index knows the hours only, and that
    were known at `now`. Until one is grouped, which after an import takes its time, it is its own story."""
    came_out = items.c.published_at
    read = (
        select(*(column for column in items.c if column is not items.c.body), outlets.c.name)
        .join(outlets, outlets.c.id == items.c.outlet_id)
        .where(items.c.id.in_(item_ids), items.c.first_seen_at <= now)
        .where(came_out > span.since, came_out <= span.until)
    )
    return [
        (StoryId(row[items.c.story_id] or -row[items.c.id]), as_item(row))
        for row in (await tx.execute(read)).mappings()
    ]


def _one_a_story(scored: Sequence[_Scored], *, by_time: bool) -> list[_Scored]:
    """The best item of each story, the best story first, or the one that came out last."""
    best: dict[StoryId, _Scored] = {}
    newest = sorted(scored, key=lambda each: (each.item.published_at, each.item.id), reverse=True)
    for each in sorted(newest, key=lambda each: -each.score):
        best.setdefault(each.story_id, each)
    if by_time:
        return [each for each in newest if best[each.story_id] is each]
    return list(best.values())


async def _hits(tx: Transaction, best: Sequence[_Scored], *, now: datetime) -> list[Hit]:
    stories = await stories_by_id(tx, [each.story_id for each in best if each.story_id > 0])
    telling = {item.id: story for story in stories for item in story.items}
    return [_hit(each, telling.get(each.item.id), now=now) for each in best]


def _hit(scored: _Scored, story: Story | None, *, now: datetime) -> Hit:
    known = (story and as_known_at(story, now)) or Story(id=scored.story_id, items=(scored.item,))
    return Hit(story=known, item=scored.item, score=round(scored.score, 4), missing=scored.missing)
