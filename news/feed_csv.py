"""Lists of feeds as spreadsheets write them: CSV with the columns outlet, url and perhaps others."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from news.errors import ListUnreadable
from news.feed import Source
from news.subscription_lists import FeedList, Line, Problem, feed_list, found_instead, list_text
from news.text import clean

COLUMNS = ("outlet", "url", "region")
_FULL_TEXT = "full_text"
_NEEDED = ("outlet", "url")
_DELIMITERS = (",", ";", "\t")
_LONGEST_HEADER = 10_000
_MOST_LINES = 100_000
_MOST_LINES_OF_ROW = 10
"""Lines that one row may take: a note with line breaks takes some; an open quote must not take all."""

_LINE_END = re.compile(r"\r\n|\r|\n")


def read_csv(document: bytes) -> FeedList:
    """The feeds of a CSV document, in its order. Raises ListUnreadable if it is something else altogether.

    Its first line names the columns, in any order and beside others; commas, semicolons or tabs part them.
    """
    text = list_text(document, wanted="CSV")
    if (kind := found_instead(text)) != "plain text":
        raise ListUnreadable(f"{kind}, not CSV")
    return feed_list(_lines(_LINE_END.split(text)))


def write_csv(sources: Iterable[Source]) -> bytes:
    """A CSV document of these feeds in UTF-8; `read_csv` gives them back as they were."""
    written = io.StringIO(newline="")
    rows = csv.writer(written, lineterminator="\n")
    listed = list(sources)
    # Only where it says something: most lists have three columns, as other programs expect.
    is_wanted = any(source.full_text for source in listed)
    rows.writerow((*COLUMNS, _FULL_TEXT) if is_wanted else COLUMNS)
    for source in listed:
        row = (clean(source.outlet), clean(source.url), source.region)
        rows.writerow((*row, "yes" if source.full_text else "") if is_wanted else row)
    return written.getvalue().encode()


def _lines(lines: list[str]) -> Iterator[Line | Problem]:
    first = next(index for index, line in enumerate(lines) if line.strip())
    delimiter, columns = _header(lines[first][:_LONGEST_HEADER])
    if missing := [column for column in _NEEDED if column not in columns]:
        wanted = f"wanted {', '.join(COLUMNS)}"
        yield Problem(line=first + 1, reason=f"the column {missing[0]!r} is missing; {wanted}")
        return
    start = first + 1
    while start < min(len(lines), _MOST_LINES):
        row, taken = _row(lines[start : start + _MOST_LINES_OF_ROW], delimiter)
        if isinstance(row, str):
            yield Problem(line=start + 1, reason=row)
        elif any(map(str.strip, row)):
            outlet, url, region = (_field(row, columns, column) for column in COLUMNS)
            full_text = _field(row, columns, _FULL_TEXT)
            yield Line(number=start + 1, url=url, outlet=outlet, region=region, full_text=full_text)
        start += taken
    if start < len(lines):
        yield Problem(
            line=start + 1, reason=f"nothing is read from here on: {_MOST_LINES:,} lines are enough"
        )


def _header(line: str) -> tuple[str, list[str]]:
    """The delimiter that makes the needed columns of a list's first line, and the columns' names."""
    for delimiter in _DELIMITERS:
        columns = [clean(name).casefold() for row in csv.reader([line], delimiter=delimiter) for name in row]
        if all(name in columns for name in _NEEDED):
            return delimiter, columns
    return _DELIMITERS[0], re.findall(r"\w+", line.casefold())


def _row(lines: list[str], delimiter: str) -> tuple[list[str] | str, int]:
    """The row that these lines begin with and how many it takes, or what is wrong with the first."""
    if "\0" in lines[0]:
        return "holds a NUL character", 1
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
    try:
        return next(reader), reader.line_num
    except csv.Error as error:
        unclosed = "unexpected end" in str(error)
        return "a quote is opened and not closed" if unclosed else f"is no CSV: {error}", 1


def _field(row: list[str], columns: list[str], column: str) -> str:
    index = columns.index(column) if column in columns else len(row)
    return row[index] if index < len(row) else ""
