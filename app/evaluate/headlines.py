"""Recorded headlines: a file of them, as items in order of time."""

import gzip
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

from app.errors import SettingsError
from app.json_lines import Record, record_in
from news.boilerplate import lead_after
from news.dateline import dateline
from news.ids import ItemId
from news.item import Item
from news.link import canonical_link, web_link
from news.text import plain

_GZIP = b"\x1f\x8b"
_TELLING = ("outlet", "title", "published_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """Items in order of time, and under which name labelled pairs know each.

    `damaged` says which lines could not be read, and why; `repeated` counts those that were there already.
    """

    items: Sequence[Item]
    names: Mapping[str, ItemId]
    damaged: Sequence[str]
    repeated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Headline:
    outlet: str
    title: str
    lead: str
    url: str
    at: datetime


def name_of(record: Record) -> str:
    """What labelled pairs call a record: it tells nothing of the text, and is the same in any recording."""
    told = "\n".join(map(record.text, _TELLING))
    return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def read_recording(path: Path) -> Recording:
    """The records of a file of JSON lines, gzipped or not; raises SettingsError where it is no such file."""
    found: dict[str, _Headline] = {}
    damaged: list[str] = []
    repeated = 0
    with lines_of(path) as lines:
        for number, line in enumerate(lines, start=1):
            try:
                if record := record_in(line, number, source=path.name):
                    name, headline = name_of(record), _headline(record)
                    repeated += name in found
                    found.setdefault(name, headline)
            except SettingsError as error:
                damaged.append(str(error))
    if not found:
        raise SettingsError(f"{path} holds no record: give JSON lines with {', '.join(_TELLING)}")
    names = sorted(found, key=lambda name: found[name].at)
    return Recording(
        items=[_item(found[name], number) for number, name in enumerate(names, start=1)],
        names={name: ItemId(number) for number, name in enumerate(names, start=1)},
        damaged=damaged,
        repeated=repeated,
    )


@contextmanager
def lines_of(path: Path) -> Iterator[Iterable[bytes]]:
    """The lines of a file, gzipped or not; raises SettingsError where it cannot be read."""
    try:
        with path.open("rb") as file:
            zipped = file.peek(len(_GZIP)).startswith(_GZIP)
            yield gzip.GzipFile(fileobj=file) if zipped else file
    except (OSError, EOFError, zlib.error) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from error


def _headline(record: Record) -> _Headline:
    title = plain(record.text("title"))
    if not title:
        raise record.wrong("'title' is empty")
    text = plain(record.text("lead"))
    return _Headline(
        outlet=record.text("outlet"),
        title=title,
        lead=lead_after(dateline(text), text),
        url=web_link(record.text("url"), base="") or "",
        at=_at(record),
    )


def _at(record: Record) -> datetime:
    written = record.text("published_at")
    try:
        at = datetime.fromisoformat(written)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise record.wrong(f"'published_at' is no time in ISO 8601: {written!r}") from None


def _item(headline: _Headline, number: int) -> Item:
    return Item(
        id=ItemId(number),
        outlet=headline.outlet,
        url=headline.url,
        # Of two records without address nobody can say that they are one article.
        link=canonical_link(headline.url) if headline.url else f"#{number}",
        title=headline.title,
        lead=headline.lead,
        published_at=headline.at,
        first_seen_at=headline.at,
    )
