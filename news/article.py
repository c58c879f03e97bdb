"""The text of an article on its page: without menus, adverts, comments and what else stands around it.

Made for the reader process: the parsers' time and memory on a hostile page are bounded there.
"""

import re
from codecs import lookup
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import urlsplit

from news.boilerplate import without_boilerplate
from news.dateline import dateline
from news.robots import AGENT, forbids_keeping
from news.text import clean
from news.words import words

SHORTEST = 250
"""Characters of the shortest text that is an article; what pages without one leave is shorter as a rule."""

LONGEST = 30_000
"""Characters of an article that we keep; the longest of 6,000 that were recorded has 18,000."""

MOST_WORDS = 5_000
MOST_REPEATS = 200
MOST_WORD_BYTES = 150_000
"""What PostgreSQL's index can hold of one item, with room for headline and lead: 16,383 positions, of which a
word takes two, 256 places of one word, 1 MB in all (PostgreSQL, 12.11 Limitations)."""

_TOP = 100_000
"""Bytes of a page in which its head is sought."""

_META = re.compile(rb"<meta\s[^<>]{1,1000}>", re.IGNORECASE)
_NAME = re.compile(rb"\bname\s{0,5}=\s{0,5}[\"']?([\w-]{1,60})", re.IGNORECASE)
_CONTENT = re.compile(rb"\bcontent\s{0,5}=\s{0,5}(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_CHARSET = re.compile(rb"\bcharset\s{0,5}=\s{0,5}[\"']?([\w:.-]{1,40})", re.IGNORECASE)
_NATURAL = re.compile(
    r"(us-)?ascii|latin|iso-?8859|windows-?\d|cp\d|x?-?mac|koi8|tis-?620|gb|big5|euc|shift|iso-?2022|utf-?16",
    re.IGNORECASE,
)
"""Encodings of natural text; others (utf-7, punycode, zip) are tricks."""


def prepare() -> None:
    """Load what `article_text` needs: this takes half a second the first time, whatever the page."""
    _extract("<html><body><p>Siap.</p></body></html>")


def article_text(html: bytes, *, url: str, charset: str = "") -> str:
    """The article on the page at `url`, a paragraph a line, its dateline first; empty where there is none, or
    where the page asks robots not to keep it. `charset` is what the server called it."""
    if not urlsplit(url).path.strip("/") or _is_not_to_be_kept(html[:_TOP]):
        return ""  # the front of a site is no article: a dead link is often answered by it
    found = "\n".join(map(clean, _extract(_decoded(html, charset)).splitlines()))
    at = dateline(found)
    news = f"{found[at.start : at.end] if at else ''}{without_boilerplate(found)}"
    text = "\n".join(within_limits(news.splitlines()))
    return text if len(text) >= SHORTEST else ""


def _extract(html: str) -> str:
    from trafilatura.core import extract

    # Without an address nothing could be fetched; metadata, links and tables are not asked for.
    return extract(html, favor_precision=True, include_comments=False, include_tables=False) or ""


def _is_not_to_be_kept(head: bytes) -> bool:
    return any(forbids_keeping(directives, agent=AGENT) for directives in _directives(head))


def _directives(head: bytes) -> Iterator[str]:
    for tag in _META.findall(head):
        name, content = _NAME.search(tag), _CONTENT.search(tag)
        if name and content and name[1].lower() in (b"robots", AGENT.lower().encode()):
            yield unescape(next(filter(None, content.groups()), b"").decode("utf-8", "replace"))


def _decoded(html: bytes, charset: str) -> str:
    try:
        # Whatever a page declares: other text is hardly ever valid UTF-8 by chance.
        return html.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _CHARSET.search(html, 0, _TOP)
        names = (charset, declared[1].decode("ascii", "replace") if declared else "")
        known = next((name for name in names if _is_known(name)), "")
        # It calls itself UTF-8 or nothing, and a few bytes are wrong: those are lost, not all others.
        return html.decode(known or "utf-8", "replace")


def _is_known(charset: str) -> bool:
    try:
        return bool(_NATURAL.match(charset) and lookup(charset))
    except LookupError:
        return False


def within_limits(lines: Iterable[str]) -> Iterator[str]:
    """The first of `lines`, as many as an index can hold and we keep."""
    length = count = size = 0
    repeats: Counter[str] = Counter()
    for line in lines:
        found = words(line)
        repeats.update(found.lemmas)
        length, count = length + len(line) + 1, count + len(found.forms)
        size += sum(len(word.encode()) for word in (*found.lemmas, *found.folded))
        often = max((repeats[word] for word in found.lemmas), default=0)
        if length > LONGEST or count > MOST_WORDS or size > 2 * MOST_WORD_BYTES or often > MOST_REPEATS:
            return
        yield line
