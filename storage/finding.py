"""Finding: the one search behind the chat, inline queries and `kliping search`.

```
query ─all of it→ best_matches ─few?─most of it→ most_likely ─tokens→ Relevance → stories, best first
```
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from news.finding import Finding, Hit
from news.grammar import Search
from news.ids import ItemId, StoryId
from news.item import Item
from news.query import And, Query, sought
from news.question import Question, question_in
from news.relevance import Asked, Relevance, rarity_of, usual_rarity
from news.story import Story, as_known_at
from storage.candidates import Candidate, best_matches, candidates
from storage.database import Transaction
from storage.items import items_by_id
from storage.likely import CHOSEN, most_likely, word_counts
from storage.stories import canonical_stories
from storage.tables import items
from storage.window import NEWEST, Span, newest_matches

_ENOUGH = 5
"""Items that hold all of a question, from which on nobody is told of others."""

_MOST = 0.5
"""What an item holds at least that is told nevertheless, of what the one holds that holds the most."""

_SEVERAL = 2
"""Words of a question that are enough to hold, where they are less than half of it: of a text, whose words
are no choice, the right item may say a few rare ones only."""


class _Scored(NamedTuple):
    candidate: Candidate
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
    if by_time:
        newest = await newest_matches(tx, query, span)
        found, more = await candidates(tx, newest, with_tokens=False), len(newest) == NEWEST
    else:
        found = await best_matches(tx, query, span, limit=CHOSEN)
        more = len(found) == CHOSEN
    if question and len(found) < (_ENOUGH if spoken else 1):
        scored = await _holding_most(tx, question, found, span=span, now=now)
    else:
        known = [each for each in found if each.was_known(span, at=now)]
        scored = [_Scored(each) for each in known] if by_time else _holding_all(query, known, now=now)
    told = _one_a_story(scored, by_time=by_time)
    lacking = {word for each in told for word in each.missing}
    words = question.words if question else ()
    return Finding(
        hits=await _hits(tx, told[start : start + limit], now=now),
        count=len(told),
        more=more,
        terms=tuple(sought(query)),
        relaxed=tuple(word.text for word in words if word.text in lacking),
    )


def _holding_all(query: Query, found: Sequence[Candidate], *, now: datetime) -> list[_Scored]:
    terms = list(sought(query))
    relevance = Relevance([Asked(term=term, rarity=usual_rarity(term)) for term in terms], now=now)
    parts = query.parts if isinstance(query, And) else (query,)
    known = [number for number, term in enumerate(terms) if term in parts]
    return [_Scored(each, relevance.of(each.article, known=known).value) for each in found]


async def _holding_most(
    tx: Transaction, question: Question, found: Sequence[Candidate], *, span: Span, now: datetime
) -> list[_Scored]:
    counts = await word_counts(tx, question, span)
    asked = await _asked(tx, question, counts)
    rarity = [each.rarity for each in asked]
    likely = await most_likely(tx, question, counts=counts, rarity=rarity, span=span)
    relevance = Relevance(asked, now=now, partial=True)
    words, demanded = range(len(question.words)), range(len(question.words), len(asked))
    known = {each.key: {*each.held, *demanded} for each in likely}
    known |= {each.key: {*words, *demanded} for each in found}
    scores = [
        (each, relevance.of(each.article, known=known[each.key]))
        for each in await candidates(tx, list(known))
        if each.was_known(span, at=now)
    ]
    most = max((relevance.share(score.held) for _, score in scores), default=0.0)
    return [
        _Scored(
            each,
            score.value,
            missing=tuple(question.words[number].text for number in words if number not in score.held),
        )
        for each, score in scores
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
        asked.append(Asked(term=word.term, rarity=rarity * word.weight, codes=word.codes))
    demanded = [term for part in question.demanded for term in sought(part)]
    return [*asked, *(Asked(term=term, rarity=usual_rarity(term)) for term in demanded)]


def _one_a_story(scored: Sequence[_Scored], *, by_time: bool) -> list[_Scored]:
    """The best item of each story, the best story first, or the one that came out last."""
    best: dict[StoryId, _Scored] = {}
    newest = sorted(scored, key=_came_out, reverse=True)
    for each in sorted(newest, key=lambda each: -each.score):
        best.setdefault(each.candidate.story_id, each)
    if by_time:
        return [each for each in newest if best[each.candidate.story_id] is each]
    return list(best.values())


def _came_out(scored: _Scored) -> tuple[datetime, ItemId]:
    return scored.candidate.article.published_at, scored.candidate.item_id


async def _hits(tx: Transaction, best: Sequence[_Scored], *, now: datetime) -> list[Hit]:
    story_ids = [each.candidate.story_id for each in best if each.candidate.story_id > 0]
    telling = {item.id: story for story in await canonical_stories(tx, story_ids) for item in story.items}
    told = {item.id: item for story in telling.values() for item in story.items}
    apart = [each.candidate.item_id for each in best if each.candidate.item_id not in told]
    told |= {item.id: item for item in await items_by_id(tx, apart)}
    return [
        _hit(each, told[each.candidate.item_id], telling.get(each.candidate.item_id), now=now)
        for each in best
    ]


def _hit(scored: _Scored, item: Item, story: Story | None, *, now: datetime) -> Hit:
    alone = Story(id=scored.candidate.story_id, items=(item,))
    known = (story and as_known_at(story, now)) or alone
    return Hit(story=known, item=item, score=round(scored.score, 4), missing=scored.missing)
