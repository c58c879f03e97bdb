"""How fast a feed's entries are read: short items of headline and summary, as a poller meets them.

`python -m benchmarks.reading_items`: microseconds an item for each step and for all of them. Times are of the
processor, the best of some rounds in which all words were met before. As computers differ, the whole is also
told as a ratio to the least that any reader must do with the same text: to find its words by one pattern and
to fold their case.
"""

import json
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import NamedTuple

from benchmarks.cpu import timed
from benchmarks.texts import cut, texts
from news.boilerplate import lead, lead_after
from news.dateline import dateline
from news.reading import Reading, read
from news.text import plain

ITEMS = 1_000
MOST_RATIO = 25
"""How many times what it takes to find the words all the reading may take."""

_TITLE, _WORDS = 10, 45
"""The words before which an item's headline and its summary end."""

_ROUNDS = 10
_OUTLET = "Kabar Pagi"
_WORD = re.compile(r"\w+")
_DATELINES = ("JAKARTA, kabarpagi.com - ", "Jakarta (ANTARA) - ", "", "")
_MARKUP = (
    "{}",
    "<p>{}</p>",
    '<img src="https://kabarpagi.example/foto.jpg?w=480" align="left" /> {}',
    '<p><a href="https://kabarpagi.example/1"><strong>{}</strong></a></p><br/>',
)

Figures = dict[str, float]


class Entry(NamedTuple):
    title: str
    html: str


def measure() -> Figures:
    """All figures, printed as they come."""
    entries = list(_entries(Random(20261124)))
    summaries = [plain(entry.html) for entry in entries]
    leads = [(entry.title, lead(summary)) for entry, summary in zip(entries, summaries, strict=True)]
    news = [f"{title} {top}" for title, top in leads]
    steps: dict[str, Callable[[], Iterable[object]]] = {
        "plain": lambda: (plain(entry.html) for entry in entries),
        "dateline": lambda: map(dateline, summaries),
        "lead": lambda: map(lead, summaries),
        "read": lambda: (read(title, top, outlet=_OUTLET) for title, top in leads),
        "all": lambda: map(_all, entries),
        "finding_words": lambda: map(_words, news),
    }
    figures = _told({f"microseconds_{name}": _microseconds(step) for name, step in steps.items()})
    ratio = figures["microseconds_all"] / figures["microseconds_finding_words"]
    return figures | _told({"ratio_to_finding_words": round(ratio, 1), "most_ratio": MOST_RATIO})


def _entries(chance: Random) -> Iterator[Entry]:
    for words in cut(texts(chance), _WORDS)[:ITEMS]:
        summary = chance.choice(_DATELINES) + " ".join(words[_TITLE:])
        yield Entry(" ".join(words[:_TITLE]), chance.choice(_MARKUP).format(summary))


def _all(entry: Entry) -> Reading:
    summary = plain(entry.html)
    found = dateline(summary)
    place = (found.place if found else None) or ""
    return read(plain(entry.title), lead_after(found, summary), outlet=_OUTLET, place=place)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _microseconds(step: Callable[[], Iterable[object]]) -> float:
    """What an item takes in the best of the rounds; nothing that a step makes is kept."""
    return round(min(timed(lambda: deque(step(), maxlen=0))[0] for _ in range(_ROUNDS)) / ITEMS * 1e6, 1)


def _told(figures: Figures) -> Figures:
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):50}{value:>14,}")
    return figures


if __name__ == "__main__":
    print(json.dumps(measure()))
