"""Headlines and leads to measure grouping with, without end: events that several outlets tell.

They are the recorded ones where there are any, else invented ones. When all have been told, they are told
again as a copy in which every rare word is another one, made of its lemma and the copy's own ending: events
of their own, told in the same way, while numbers and the words that a thousandth of all items or more use
stay, and so keep their frequency. Half of the recorded ones come without a lead.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.newspapers import BEGUN
from benchmarks.texts import cut, texts
from news.grouping import REACH
from news.ids import ItemId
from news.item import Item
from news.words import lemma

RECORDED = Path(__file__).parents[2] / "shared" / "data" / "headlines.jsonl.gz"
_COMMON = 1 / 1_000
"""The share of items from which on a word is the same in all copies."""

_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = str.maketrans("0123456789", "bcdfghjklm")
_EVENTS, _REPORTS = 2_500, (1, 1, 1, 2, 2, 3, 5)
_TITLE, _WORDS, _KEPT = 10, 45, 0.7
"""The words before which an invented headline and its lead end, and how many of them each report keeps."""


class Headline(NamedTuple):
    outlet: str
    title: str
    lead: str


def items_of(window: int) -> Iterator[Item]:
    """Items without end, as close to one another as makes so many in the window."""
    for number, told in enumerate(headlines(), start=1):
        at = BEGUN + number * REACH / window
        link = f"https://kabar.example/berita/{at:%Y/%m/%d}/{number}/{_slug(told.title)}"
        yield Item(
            id=ItemId(number),
            outlet=told.outlet,
            url=link,
            link=link,
            title=told.title,
            lead=told.lead,
            published_at=at,
            first_seen_at=at,
        )


def headlines() -> Iterator[Headline]:
    """Copy after copy, each in the order in which they came out."""
    told = list(_recorded() if RECORDED.exists() else _invented(Random(20261128)))
    uses = Counter(word for each in told for word in {*_lemmas(each.title), *_lemmas(each.lead)})
    common = {word for word, items in uses.items() if items >= _COMMON * len(told)}
    yield from told
    for copy in count():
        # No Indonesian word ends so: nothing of it is taken for an affix.
        ending = "q" + str(copy).translate(_DIGITS)
        for each in told:
            yield Headline(
                each.outlet, _renamed(each.title, common, ending), _renamed(each.lead, common, ending)
            )


def _renamed(text: str, common: set[str], ending: str) -> str:
    def renamed(found: re.Match[str]) -> str:
        return found[0] if (root := lemma(found[0])) in common else root + ending

    return _WORD.sub(renamed, text)


def _lemmas(text: str) -> Iterator[str]:
    return map(lemma, _WORD.findall(text))


def _slug(title: str) -> str:
    return "-".join(_WORD.findall(title.lower()))


def _recorded() -> Iterator[Headline]:
    with gzip.open(RECORDED, "rt", encoding="utf-8") as lines:
        for row in sorted(map(json.loads, lines), key=lambda row: row["published_at"]):
            yield Headline(row["outlet"], row["title"], row["lead"] or "")


def _invented(chance: Random) -> Iterator[Headline]:
    for words in cut(texts(chance), _WORDS)[:_EVENTS]:
        for outlet in chance.sample(range(30), chance.choice(_REPORTS)):
            title, lead = (_some(part, chance) for part in (words[:_TITLE], words[_TITLE:]))
            yield Headline(f"Media {outlet}", title, lead)


def _some(words: list[str], chance: Random) -> str:
    return " ".join(word for word in words if chance.random() < _KEPT)
