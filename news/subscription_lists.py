"""Lists of feeds as people hand them in: what is right in them, and what is wrong with each other line.

`news.opml` and `news.feed_csv` read and write the two forms of such lists; both judge a line here.
"""

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from news.errors import ListUnreadable
from news.feed import Source
from news.feed_address import feed_address, shown
from news.gazetteer import regions
from news.regions import regions_named
from news.text import clean, shorten

MOST_FEEDS = 20_000
MOST_PROBLEMS = 1_000
LONGEST_NAME = 200
LARGEST_LIST = 10_000_000
"""Bytes of a list: several times what MOST_FEEDS need, and little enough to hold as a tree."""

_ANSWERS = {
    **dict.fromkeys(("yes", "ya", "true", "1"), True),
    **dict.fromkeys(("", "no", "tidak", "false", "0"), False),
}
_ROOT = re.compile(r"<(?:[\w-]{1,40}:)?(html|body|rss|rdf|feed|opml)\b", re.IGNORECASE)
_ROOTS = {"html": "a web page", "body": "a web page", "opml": "OPML"}
_STARTS = (
    (b"PK\x03\x04", "an Excel workbook or another zip file"),
    (b"\xd0\xcf\x11\xe0", "an Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed file"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with the line of that number, counted from 1."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedList:
    """What a list says: the feeds that can be followed in its order, and the lines that cannot be used."""

    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A feed as a list gives it, not judged yet; `region` is a code or a name, `full_text` yes or no."""

    number: int
    url: str
    outlet: str
    region: str
    full_text: str = ""


def feed_list(lines: Iterable[Line | Problem]) -> FeedList:
    """The feeds of these lines; of an address that stands there twice, the first."""
    sources: dict[str, Source] = {}
    numbers: dict[str, int] = {}
    problems: list[Problem] = []
    for line in lines:
        number = line.line if isinstance(line, Problem) else line.number
        if len(sources) == MOST_FEEDS or len(problems) == MOST_PROBLEMS:
            what = f"{MOST_FEEDS:,} feeds" if len(sources) == MOST_FEEDS else f"{MOST_PROBLEMS:,} problems"
            problems.append(Problem(line=number, reason=f"nothing is read from here on: {what} are enough"))
            break
        read = line if isinstance(line, Problem) else _source(line)
        if isinstance(read, Source) and read.url in sources:
            read = _problem(number, f"{shown(read.url)} stands in line {numbers[read.url]} already")
        if isinstance(read, Problem):
            problems.append(read)
        else:
            sources[read.url], numbers[read.url] = read, number
    return FeedList(sources=tuple(sources.values()), problems=tuple(problems))


def list_text(document: bytes, *, wanted: str) -> str:
    """The text of a list, whatever wrote it. Raises ListUnreadable for what cannot be a `wanted` list."""
    if len(document) > LARGEST_LIST:
        raise ListUnreadable(f"larger than {LARGEST_LIST // 1_000_000} MB")
    other = next((what for start, what in _STARTS if document.startswith(start)), None)
    if other:
        raise ListUnreadable(f"{other}, not {wanted}")
    text = _decoded(document).removeprefix("\ufeff")
    if not text.strip():
        raise ListUnreadable("an empty document")
    return text


def found_instead(text: str) -> str:
    """What a document that is not the wanted list looks like, for a sentence: "a web page"."""
    start = text[:2000].lstrip()
    if start.startswith("<"):
        root = _ROOT.search(start)
        return _ROOTS.get(root[1].lower(), "a feed") if root else "XML of another kind"
    return "JSON" if start.startswith(("{", "[")) else "plain text"


def _decoded(document: bytes) -> str:
    if document.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return document.decode("utf-16", errors="replace")
    try:
        # Whatever encoding a document declares: other text is hardly ever valid UTF-8 by chance.
        return document.decode("utf-8-sig")
    except UnicodeDecodeError:
        return document.decode("cp1252", errors="replace")


def _source(line: Line) -> Source | Problem:
    written, outlet, region = clean(line.url), outlet_name(line.outlet), clean(line.region)
    if not written:
        return _problem(line.number, "the address is missing")
    try:
        url = feed_address(written)
        if not outlet:
            return _problem(line.number, "the outlet's name is missing")
        code = region_code(region)
    except ValueError as error:
        return _problem(line.number, str(error))
    full_text = _ANSWERS.get(clean(line.full_text).casefold())
    if full_text is None:
        return _problem(line.number, f"full_text is {shown(line.full_text)!r}; write yes or no")
    return Source(url=url, outlet=outlet, region=code, full_text=full_text)


def outlet_name(written: str) -> str:
    """The name as it is kept; empty for one that says nothing."""
    return shorten(clean(written), LONGEST_NAME)


def region_code(written: str) -> str:
    """The code of the region that is meant by a code or a name; empty for none. Raises ValueError."""
    region = clean(written)
    codes = _codes(region)
    if len(codes) != 1:
        raise ValueError(_about_region(region, codes))
    return codes[0]


@lru_cache(1_000)
def _codes(region: str) -> tuple[str, ...]:
    """The codes of the regions that may be meant; the empty one for none."""
    if not region or region in regions():
        return (region,)
    return tuple(meant.code for meant in regions_named(region[:LONGEST_NAME]))


def _about_region(region: str, codes: tuple[str, ...]) -> str:
    if codes:
        return f"the region {shown(region)!r} may be {' or '.join(codes)}; write the code"
    return f"the region {shown(region)!r} is not known"


def _problem(number: int, reason: str) -> Problem:
    return Problem(line=number, reason=reason)
