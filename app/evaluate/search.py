"""The evaluation of search: known items and topics, found by the very functions of the chat."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
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
    bodies = [without_boilerplate(article.body) for article in articles]
    plain = PlainSearch(bodies)
    started = perf_counter()
    async with archive_of(bodies, now=now) as (db, items):
        kept = perf_counter() - started
        number_of = {item_id: number for number, item_id in enumerate(items)}

        async def answers(wanted: Sequence[Wanted], listed: int) -> list[Answer]:
            return [await _answer(db, plain, number_of, each, listed, now=now) for each in wanted]

        sections = [_collection(articles, seconds=kept)]
        for name, title, wanted in (
            ("titles", "Headlines, which are not indexed, find their bodies", asked.titles(articles)),
            ("summaries", "Human summaries find their bodies", asked.summaries(articles)),
            ("questions", "Questions made of headlines find their bodies", asked.questions(articles)),
        ):
            click.echo(f"{name} are searched …", err=True)
            sections.append(_known_items(name, title, await answers(asked.some(wanted, most), _FIRST)))
        tagged = {number for number, article in enumerate(articles) if article.tags}
        found = await answers(asked.some(asked.tags(articles), most), _LISTED)
        sections.append(_topics(found, tagged))
    return sections


async def _answer(
    db: Database, plain: PlainSearch, number_of: dict[ItemId, int], wanted: Wanted, listed: int, *,
    now: datetime,
) -> Answer:  # fmt: skip
    started = perf_counter()
    search = parse_search(asked.query_of(wanted.text))
    async with db.reading() as tx:
        found = await find_stories(tx, search, since=now - _EVER, until=now, now=now, limit=listed)
    return Answer(
        wanted=wanted,
        ours=[number_of[hit.item.id] for hit in found.hits],
        plain=plain.best(wanted.text, listed),
        relaxed=bool(found.relaxed),
        seconds=perf_counter() - started,
    )


def _collection(articles: Sequence[Article], *, seconds: float) -> Section:
    return Section(
        name="collection",
        title="Collection",
        lines=[f"{len(articles)} articles, read and kept in {seconds:.0f} seconds"],
        figures={"articles": len(articles), "seconds": round(seconds, 1)},
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


def _topics(answers: Sequence[Answer], tagged: Set[int]) -> Section:
    figures = {
        "searched": len(answers),
        **_listed(answers, tagged, _ours),
        "plain": _listed(answers, tagged, _plain),
        **_times(answers),
    }
    return Section(
        name="tags",
        title="Tags find the articles that have them, among those that have any",
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
