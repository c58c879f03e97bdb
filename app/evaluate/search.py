"""The evaluation of search: known items and topics, found by the very functions of the chat."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence, Set
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

import click

from app.evaluate import asked
from app.evaluate.archive import archive_of
from app.evaluate.asked import Article, Wanted
from app.evaluate.plain_search import PlainSearch
from app.evaluate.section import Section, sample, share
from news.boilerplate import without_boilerplate
from news.grammar import parse_search
from news.ids import ItemId
from storage.database import Database
from storage.finding import find_stories

_FIRST = 10
"""Places that are looked at for a known item."""

_LISTED = 100
"""Places that are looked at for a topic."""

_EVER = timedelta(days=1)
_EXAMPLES = 5
_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was found for something wanted: numbers of articles, best first, by us and by plain BM25."""

    wanted: Wanted
    ours: Sequence[int]
    plain: Sequence[int]
    relaxed: bool
    seconds: float


def evaluate_search(path: Path, *, most: int, now: datetime) -> Iterator[Section]:
    """A section for each kind of thing that is searched, at most `most` of each kind."""
    articles = asked.recorded_articles(path)
    click.echo(f"{len(articles)} articles are read …", err=True)
    yield from asyncio.run(_evaluated(articles, most=most, now=now))


async def _evaluated(articles: Sequence[Article], *, most: int, now: datetime) -> list[Section]:
    # Some pages name their tags below the article: who indexes these finds what it should only be judged by.
    articles = [replace(article, body=without_boilerplate(article.body)) for article in articles]
    whole = [article for article in articles if article.title and article.summary]
    sections = [_collection(articles, whole)]
    for among, suffix, those in (
        (whole, "", "those that have a headline and a summary"),
        (articles, "_of_all", "all"),
    ):
        if among:
            sections += await _known(among, suffix, those, most=most, now=now)
    return sections


async def _known(
    articles: Sequence[Article], suffix: str, those: str, *, most: int, now: datetime
) -> list[Section]:
    """Known items among these articles, and topics."""
    untitled = [replace(article, title="") for article in articles]
    kinds = (
        (
            "titles",
            "Headlines find their bodies, which are indexed without them",
            untitled,
            asked.titles(articles),
        ),
        ("questions", "Questions made of headlines find these bodies", untitled, asked.questions(articles)),
        ("summaries", "Human summaries find their articles", articles, asked.summaries(articles)),
    )
    sections = []
    for indexed in (untitled, articles):
        async with Contest.of(indexed, now=now) as contest:
            for name, title, wanted in ((kind[0], kind[1], kind[3]) for kind in kinds if kind[2] is indexed):
                click.echo(f"{name} are searched among {those} …", err=True)
                found = [await contest.answer(each, _FIRST) for each in asked.some(wanted, most)]
                sections.append(_known_items(f"{name}{suffix}", f"{title}, among {those}", found))
            if indexed is articles:
                tagged = {number for number, article in enumerate(articles) if article.tags}
                topics = asked.some(asked.tags(articles), most)
                found = [await contest.answer(each, _LISTED) for each in topics]
                if found:
                    sections.append(_topics(f"tags{suffix}", those, found, tagged))
    return sections


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """The same articles for us and for plain BM25."""

    db: Database
    items: Sequence[ItemId]
    plain: PlainSearch
    now: datetime

    @classmethod
    @asynccontextmanager
    async def of(cls, articles: Sequence[Article], *, now: datetime) -> AsyncIterator["Contest"]:
        """Searches over these articles as they are."""
        texts = [(article.title, article.body) for article in articles]
        plain = PlainSearch([f"{title}\n{body}" for title, body in texts])
        async with archive_of(texts, now=now) as (db, items):
            yield cls(db=db, items=items, plain=plain, now=now)

    async def answer(self, wanted: Wanted, listed: int) -> Answer:
        """What both find for it, at most `listed` articles."""
        started = perf_counter()
        search = parse_search(asked.query_of(wanted.text))
        async with self.db.reading() as tx:
            found = await find_stories(
                tx, search, since=self.now - _EVER, until=self.now, now=self.now, limit=listed
            )
        return Answer(
            wanted=wanted,
            ours=[self.items.index(hit.item.id) for hit in found.hits],
            plain=self.plain.best(wanted.text, listed),
            relaxed=bool(found.relaxed),
            seconds=perf_counter() - started,
        )


def _collection(articles: Sequence[Article], whole: Sequence[Article]) -> Section:
    return Section(
        name="collection",
        title="Collection",
        lines=[f"{len(articles)} articles, {len(whole)} of them with a headline and a summary"],
        figures={"articles": len(articles), "whole": len(whole)},
    )


def _known_items(name: str, title: str, answers: Sequence[Answer]) -> Section:
    halves = {
        half: [answer for answer in answers if answer.wanted.held_out is held_out]
        for half, held_out in (("fitted", False), ("held_out", True))
    }
    figures = {
        "searched": len(answers),
        **_ranked(answers, _ours),
        "plain": _ranked(answers, _plain),
        **{
            half: {**_ranked(part, _ours), "plain_mrr_10": _ranked(part, _plain)["mrr_10"]}
            for half, part in halves.items()
        },
        "relaxed": share(sum(answer.relaxed for answer in answers), len(answers)),
        **_times(answers),
    }
    missed = [answer for answer in answers if not _place(answer, answer.ours)]
    lines = [
        f"{len(answers)} searched, {figures['relaxed']:.0%} answered by most of the words",
        f"ours:  {_said(figures)}",
        f"plain: {_said(_ranked(answers, _plain))}",
        *(f"{half}: {_said(_ranked(part, _ours))}" for half, part in halves.items()),
        f"median {figures['median_ms']} ms, p99 {figures['p99_ms']} ms",
        "not among the first ten:",
        *(f"  {asked.query_of(answer.wanted.text)[:_SHOWN]}" for answer in sample(missed, _EXAMPLES)),
    ]
    return Section(name=name, title=title, lines=lines, figures=figures)


def _topics(name: str, those: str, answers: Sequence[Answer], tagged: Set[int]) -> Section:
    figures = {
        "searched": len(answers),
        **_listed(answers, tagged, _ours),
        "plain": _listed(answers, tagged, _plain),
        **_times(answers),
    }
    return Section(
        name=name,
        title=f"Tags find the articles that have them, among those of {those} that have any",
        lines=[
            f"{len(answers)} searched",
            f"ours:  {_said(figures)}",
            f"plain: {_said(_listed(answers, tagged, _plain))}",
            f"median {figures['median_ms']} ms, p99 {figures['p99_ms']} ms",
        ],
        figures=figures,
    )


def _ours(answer: Answer) -> Sequence[int]:
    return answer.ours


def _plain(answer: Answer) -> Sequence[int]:
    return answer.plain


def _ranked(answers: Sequence[Answer], found: Callable[[Answer], Sequence[int]]) -> dict[str, float]:
    places = [_place(answer, found(answer)) for answer in answers]
    return {
        "mrr_10": _mean([1 / place if place else 0.0 for place in places]),
        "hit_1": _mean([float(place == 1) for place in places]),
        "hit_10": _mean([float(place > 0) for place in places]),
    }


def _listed(
    answers: Sequence[Answer], tagged: Set[int], found: Callable[[Answer], Sequence[int]]
) -> dict[str, float]:
    # Whether an article without tags is about the topic, nobody has said.
    judged = [
        [number in answer.wanted.answers for number in found(answer) if number in tagged]
        for answer in answers
    ]
    wanted = [len(answer.wanted.answers) for answer in answers]
    return {
        "precision_10": _mean([sum(right[:_FIRST]) / _FIRST for right in judged]),
        "recall_100": _mean([sum(right) / size for right, size in zip(judged, wanted, strict=True)]),
        "average_precision": _mean(list(map(_average_precision, judged, wanted))),
    }


def _average_precision(right: Sequence[bool], wanted: int) -> float:
    """The mean of the precisions at the places of what is right, of as many as a list can hold."""
    precisions = [sum(right[:place]) / place for place, is_right in enumerate(right, start=1) if is_right]
    return sum(precisions) / min(wanted, _LISTED)


def _place(answer: Answer, found: Sequence[int]) -> int:
    """At which place, from 1, the first answer stands; 0: at none."""
    places = (place for place, number in enumerate(found, start=1) if number in answer.wanted.answers)
    return next(places, 0)


def _times(answers: Sequence[Answer]) -> dict[str, float]:
    times = sorted(round(answer.seconds * 1000, 1) for answer in answers) or [0.0]
    return {"median_ms": times[len(times) // 2], "p99_ms": times[len(times) * 99 // 100]}


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0


def _said(figures: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {figures[name]:.3f}" for name in _NAMES if name in figures)


_NAMES = ("mrr_10", "hit_1", "hit_10", "precision_10", "recall_100", "average_precision")
