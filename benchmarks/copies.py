"""How many copies of full texts are found by six keys of each, and how fast.

`python -m benchmarks.copies [RECORDED]`: JSON lines of articles, those of `benchmarks.texts` if no others are
named. The truth are all pairs that came out within 72 hours of one another (those without a time count as of
one day) and have so many of their runs of three words in common, exactly, however long they are: found by an
index of all runs. Beside ours stand the six rarest words of each text as keys, and as a limit the comparison
with all others. Times are of the processor: of reading a text into its shingles, and of looking it up and
comparing it; the best of some rounds counts.
"""

import argparse
import gzip
import json
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

from benchmarks.cpu import timed
from benchmarks.texts import RECORDED
from news.copies import Copies, FullText, is_copy
from news.dates import read_date
from news.grouping import REACH
from news.ids import ItemId
from news.independence import network
from news.item import Item
from news.link import canonical_link
from news.shingles import FEWEST_WORDS, KEYS, keys, resemblance, shingles
from news.text import clean
from news.words import words

BOUND = 0.35
_ROUNDS = 3
_SAMPLE = 60
_UNKNOWN = datetime(2025, 1, 1, tzinfo=UTC)

Figures = dict[str, float]
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as it was recorded, with its words and the runs of three of them."""

    item: Item
    body: str
    words: frozenset[str]
    runs: frozenset[tuple[str, ...]]


def measure(recorded: Path) -> Figures:
    """All figures, printed as they come."""
    articles = list(_articles(recorded))
    truth = _pairs(articles)
    found = _told({"articles": len(articles), "pairs": len(truth), "bound": BOUND})
    found |= _told(_found("six_keys", truth, _by_keys(articles)))
    found |= _told(_found("six_rarest_words", truth, _by_rarest_words(articles)))
    taken_for_copies = {pair for pair in truth if is_copy(*(_full_text(articles[each]) for each in pair))}
    copies = _told({"copies": len(taken_for_copies)})
    copies |= _told(_found("six_keys_of_copies", taken_for_copies, _by_keys(articles)))
    return found | copies | _told(_speed(articles)) | {"load_after": round(os.getloadavg()[0], 2)}


def _speed(articles: Sequence[Article]) -> Figures:
    read = min(timed(lambda: [shingles(article.body) for article in articles])[0] for _ in range(_ROUNDS))
    texts = list(map(_full_text, articles))
    compared = min(timed(lambda: _compare(texts))[0] for _ in range(_ROUNDS))
    step = max(1, len(texts) // _SAMPLE)
    some = texts[::step]
    all_others, _ = timed(lambda: [_with_all(text, texts) for text in some])
    ours, limit = len(texts) / compared, len(some) / all_others
    return {
        "read_items_a_second": round(len(texts) / read),
        "compared_items_a_second": round(ours),
        "read_and_compared_items_a_second": round(len(texts) / (read + compared)),
        "compared_with_all_items_a_second": round(limit, 1),
        "times_as_fast_as_with_all": round(ours / limit),
    }


def _compare(texts: Iterable[FullText]) -> Copies:
    copies = Copies([])
    for text in texts:
        copies.compare(text)
    return copies


def _with_all(text: FullText, others: Iterable[FullText]) -> int:
    return sum(resemblance(text.shingles, other.shingles) >= BOUND for other in others)


def _pairs(articles: Sequence[Article]) -> set[Pair]:
    """All pairs of one text, whatever keys they have."""
    users: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    found: set[Pair] = set()
    for number, article in enumerate(articles):
        common = Counter(other for run in article.runs for other in users[run])
        for other, count in common.items():
            whole = len(article.runs) + len(articles[other].runs) - count
            if count >= BOUND * whole and _in_reach(article.item, articles[other].item):
                found.add((other, number))
        for run in article.runs:
            users[run].append(number)
    return found


def _in_reach(one: Item, other: Item) -> bool:
    return abs(one.published_at - other.published_at) <= REACH


def _found(name: str, truth: set[Pair], candidates: set[Pair]) -> Figures:
    return {
        f"{name}_find": round(len(truth & candidates) / max(1, len(truth)), 4),
        f"{name}_candidates": len(candidates),
    }


def _by_keys(articles: Sequence[Article]) -> set[Pair]:
    return _sharing(articles, lambda article: keys(shingles(article.body)))


def _by_rarest_words(articles: Sequence[Article]) -> set[Pair]:
    uses = Counter(word for article in articles for word in article.words)
    return _sharing(
        articles,
        # A word that nobody else uses finds nothing.
        lambda article: sorted(
            (word for word in article.words if uses[word] > 1), key=lambda word: (uses[word], word)
        )[:KEYS],
    )


def _sharing(articles: Sequence[Article], of: Callable[[Article], Iterable[object]]) -> set[Pair]:
    users: defaultdict[object, list[int]] = defaultdict(list)
    for number, article in enumerate(articles):
        for key in of(article):
            users[key].append(number)
    return {pair for sharing in users.values() for pair in combinations(sharing, 2)}


def _articles(recorded: Path) -> Iterator[Article]:
    with gzip.open(recorded, "rt", encoding="utf-8") as lines:
        for number, found in enumerate(map(json.loads, lines), start=1):
            body = clean(found["body"] or "")
            folded = words(body).folded
            if len(set(folded)) >= FEWEST_WORDS:
                runs = frozenset(zip(folded, folded[1:], folded[2:], strict=False))
                item = _item(number, found)
                yield Article(item=item, body=body, words=frozenset(folded), runs=runs)


def _item(number: int, found: dict[str, str | None]) -> Item:
    url = found["url"] or f"https://{number}.example/"
    at = read_date(found["published_at"] or "") or _UNKNOWN
    return Item(
        id=ItemId(number), outlet=found["outlet"] or "", url=url, link=canonical_link(url),
        title=clean(found["title"] or ""), lead="", published_at=at, first_seen_at=at,
    )  # fmt: skip


def _full_text(article: Article) -> FullText:
    return FullText(item=article.item, shingles=shingles(article.body), original_at=article.item.published_at)


def _show(recorded: Path) -> None:
    """The pairs of one text for the eye, the most alike first, with what we take them for."""
    articles = list(_articles(recorded))
    rows = []
    for pair in _pairs(articles):
        one, other = (_full_text(articles[each]) for each in pair)
        rows.append((resemblance(one.shingles, other.shingles), is_copy(one, other), one.item, other.item))
    for same, taken, one_item, other_item in sorted(rows, key=lambda row: -row[0]):
        where = "one network" if network(one_item) == network(other_item) else "two networks"
        print(f"{same:.2f} {'copy' if taken else 'none'} {where}")
        print(f"    {one_item.outlet}: {one_item.title}\n    {other_item.outlet}: {other_item.title}")


def _told(figures: Figures) -> Figures:
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):50}{value:>14,}", flush=True)
    return figures


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.copies")
    parser.add_argument("recorded", type=Path, nargs="?", default=RECORDED, help="JSON lines, gzipped")
    parser.add_argument("--show", action="store_true", help="the pairs themselves, for the eye")
    return parser.parse_args()


if __name__ == "__main__":
    options = _options()
    if not options.recorded.exists():
        print(json.dumps({"skipped": f"there are no recorded articles at {options.recorded}"}))
    elif options.show:
        _show(options.recorded)
    else:
        print(json.dumps(measure(options.recorded)))
