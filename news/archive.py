"""An archive: articles of earlier days, one a line of JSON, and how they are read.

```
line ──archived_in──▶ Archived, or the reason why it is none ──read_archived──▶ Draft and body
```

What is known by its link is never read, so that an archive whose import was broken off is gone through fast.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from news.article import LONGEST, MOST_REPEATS, MOST_WORD_BYTES, MOST_WORDS, within_limits
from news.boilerplate import first_sentences, lead, without_boilerplate_after
from news.dateline import dateline
from news.dates import read_date
from news.grouping import REACH
from news.ids import ItemId
from news.item import Draft, Entry, draft
from news.link import canonical_link, web_link
from news.page import Page, read_again
from news.parse import TITLE_LENGTH
from news.reading import Reading, read
from news.sentences import sentences
from news.shingles import shingles
from news.subscription_lists import outlet_name
from news.text import clean, plain, plain_lines, shorten
from news.tokens import tokens_of
from news.words import LONGEST_FOLDED, remember_archives

LONGEST_LINE = 1024 * 1024
"""Bytes; the longest article that was recorded has 20,000."""

COMMENT = b"#"
"""How a line begins that is for people."""

_LONGEST_TITLE = 5_000
_LONGEST_URL = 10_000
_LONGEST_BODY = 4 * LONGEST
"""Characters of a body, with its markup, that are looked at."""

_SENTENCE_LENGTH = 120
_SHOWN = 40

_CLOCKS_DIFFER = timedelta(days=1)
"""A date that is nearer in the future is one whose zone is missing or wrong, or another machine's clock."""


# Without slots: Python pickles them five times faster.
@dataclass(frozen=True, kw_only=True)
class Archived:
    """An article as an archive holds it: an entry whose date is known, the outlet's name or its host, and the
    body as it is written there, which may be empty."""

    entry: Entry
    outlet: str
    home: str = ""
    published_at: datetime
    body: str = ""

    @property
    def host(self) -> str:
        """The host of its canonical link."""
        return self.entry.link[2:].partition("/")[0]


@dataclass(frozen=True, kw_only=True)
class Read:
    """An archived article that has been read, with its body as it is kept: a paragraph a line."""

    draft: Draft
    outlet: str
    body: str = ""


class _Wrong(Exception):
    """What is wrong with a line."""


def archived_in(line: bytes, *, now: datetime) -> Archived | str:
    """The article of one line, or what is wrong with it. Its outlet is empty where the line names none.

    `published_at` is never later than `now`.
    """
    try:
        return _archived(_object(line), now=now)
    except _Wrong as wrong:
        return str(wrong)


def read_archived(article: Archived, *, now: datetime) -> Read:
    """Read an article as one that a feed brought, or with its body as one whose page was fetched."""
    if body := plain_lines(article.body):
        return _with_body(article, body, now=now)
    drafted = draft(article.entry, outlet=article.outlet, home=article.home, now=now)
    return Read(draft=drafted, outlet=article.outlet)


def prepare() -> None:
    """Load what `read_archived` needs, and room for the words of an archive."""
    remember_archives()
    read("KPU Kudus", "Ketua Komisi Pemilihan Umum (KPU) di Kudus.")


def _object(line: bytes) -> Mapping[str, Any]:
    if len(line) > LONGEST_LINE:
        raise _Wrong(f"longer than {LONGEST_LINE // 1024} KB")
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _Wrong("no UTF-8") from None
    except RecursionError:
        raise _Wrong("nested too deeply") from None
    except ValueError as error:
        raise _Wrong(f"no JSON: {shorten(clean(str(error)), TITLE_LENGTH)}") from None
    if not isinstance(value, dict):
        raise _Wrong("a JSON object is expected on each line")
    return value


def _archived(values: Mapping[str, Any], *, now: datetime) -> Archived:
    url = web_link(clean(_text(values, "url")[:_LONGEST_URL]), base="")
    if not url:
        raise _Wrong("'url' is no address of the web" if values.get("url") else "'url' is missing")
    published_at = _date(_text(values, "published_at"), now=now)
    body = _text(values, "body")[:_LONGEST_BODY]
    texts = (_text(values, "summary")[:_LONGEST_BODY], body)
    title = shorten(plain(_text(values, "title")[:_LONGEST_TITLE]), TITLE_LENGTH) or _first_sentence(texts)
    if not title:
        raise _Wrong("neither a title nor a text to take one from")
    entry = Entry(
        url=url,
        link=canonical_link(url),
        title=title,
        texts=() if body or not texts[0] else texts[:1],
        published_at=published_at,
    )
    outlet = outlet_name(_text(values, "outlet")[:_LONGEST_TITLE])
    return Archived(entry=entry, outlet=outlet, published_at=published_at, body=body)


def _text(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key)
    if value is not None and not isinstance(value, str):
        raise _Wrong(f"{key!r} is no text")
    return value or ""


def _date(written: str, *, now: datetime) -> datetime:
    if not written:
        raise _Wrong("'published_at' is missing")
    at = read_date(written)
    if at is None:
        shown = clean(written[: 2 * _SHOWN])[:_SHOWN]
        raise _Wrong(f"'published_at' is no date, or not one from 1990 to 2100: {shown!r}")
    if at > now + _CLOCKS_DIFFER:
        raise _Wrong(f"'published_at' lies in the future: {at:%Y-%m-%d}")
    return min(at, now)


def _first_sentence(texts: tuple[str, ...]) -> str:
    """Of the first text that has one, as the title of an article that has none."""
    return next(filter(None, (lead(plain_lines(text), _SENTENCE_LENGTH) for text in texts if text)), "")


def _with_body(article: Archived, text: str, *, now: datetime) -> Read:
    found = dateline(text)
    place = (found.place if found else None) or ""
    news = without_boilerplate_after(found, text)
    page, reading = _read(article, place, news)
    if not _is_within_limits(news, reading):
        news = "\n".join(within_limits(sentences(news)))
        page, reading = _read(article, place, news)
    drafted = Draft(
        entry=article.entry,
        lead=page.lead,
        place=place,
        regions=tuple(placed.code for placed in reading.regions),
        published_at=article.published_at,
        tokens=tokens_of(reading),
        concepts=reading.named,
        # Copies are sought among the news of the last days only.
        shingles=shingles(news) if article.published_at > now - REACH else (),
    )
    return Read(draft=drafted, outlet=article.outlet, body=news)


def _read(article: Archived, place: str, news: str) -> tuple[Page, Reading]:
    page = Page(
        item_id=ItemId(0),
        url=article.entry.url,
        title=article.entry.title,
        lead=first_sentences(news),
        place=place,
        outlet=article.outlet,
        home=article.home,
    )
    return page, read_again(page, news)


def _is_within_limits(news: str, reading: Reading) -> bool:
    """What an ordinary article is, found faster than by what cuts those that are not."""
    lemmas = reading.lead.lemmas + reading.body.lemmas
    if len(news) > LONGEST or len(lemmas) > MOST_WORDS:
        return False
    if 4 * 2 * LONGEST_FOLDED * len(lemmas) > 2 * MOST_WORD_BYTES:  # else it is shorter, whatever its words
        folded = reading.lead.folded + reading.body.folded
        if 4 * sum(map(len, lemmas + folded)) > 2 * MOST_WORD_BYTES:
            return False
    return len(lemmas) <= MOST_REPEATS or max(Counter(lemmas).values()) <= MOST_REPEATS
