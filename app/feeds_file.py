"""The operator's list of feeds: a CSV file with the columns outlet, url and region."""

import csv
from collections.abc import Iterator
from pathlib import Path

from app.errors import SettingsError
from news.feed import Source
from news.link import web_link
from news.text import clean

COLUMNS = ("outlet", "url", "region")


def read_feeds_file(path: Path) -> list[Source]:
    """The feeds in their order. Raises SettingsError that names the first wrong line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingsError(f"the feeds file {path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError:
        raise SettingsError(f"the feeds file {path} is not UTF-8; save it as UTF-8") from None
    return list(_sources(path, text))


def _sources(path: Path, text: str) -> Iterator[Source]:
    rows = csv.DictReader(text.splitlines())
    if missing := set(COLUMNS) - set(rows.fieldnames or ()):
        raise SettingsError(
            f"{path}, line 1: the column {min(missing)!r} is missing; wanted {', '.join(COLUMNS)}"
        )
    seen: dict[str, int] = {}
    for row in rows:
        source = _source(path, rows.line_num, row)
        if first := seen.get(source.url):
            raise SettingsError(f"{path}, line {rows.line_num}: {source.url} stands in line {first} already")
        seen[source.url] = rows.line_num
        yield source


def _source(path: Path, line: int, row: dict[str, str | None]) -> Source:
    outlet, written, region = (clean(row[column] or "") for column in COLUMNS)
    url = web_link(written, base="")
    if url is None:
        raise SettingsError(f"{path}, line {line}: {written!r} is no http(s) address")
    if not outlet:
        raise SettingsError(f"{path}, line {line}: the outlet's name is missing")
    return Source(url=url, outlet=outlet, region=region)
