"""The feeds that a web page advertises, and the page's title."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from news.link import canonical_link, web_link
from news.page_tags import Tag, page_text, tags
from news.site import site_of
from news.text import clean, plain, shorten

MOST = 20
"""Feeds that we name of one page: more are the sections of a large site."""

_TITLE_LENGTH = 200
_MOST_TAGS = 1_000
"""Tags whose attributes we read; an honest page has some dozens that could be about feeds."""

_TYPES = {
    "application/rss+xml": 0,
    "application/atom+xml": 0,
    "application/rdf+xml": 0,
    "application/xml": 0,
    "text/xml": 0,
    "application/feed+json": 1,
    "application/json": 1,
}
_SAME_SITE, _OTHER_SITE, _COMMENTS = 2, 3, 4

_COULD_BE = re.compile(r"alternate|rss|feed|atom|rdf|\.xml", re.IGNORECASE)
_SEGMENT = re.compile(
    r"(?:\w{1,20}[._-])?(?:rss|feeds?|atom|rdf)[\d.]{0,5}(?:[._-]\w{1,20}){0,2}", re.IGNORECASE
)
_XML = re.compile(r"(?!.*(?:sitemap|opensearch|manifest)).*\.(?:xml|rss|atom|rdf)", re.IGNORECASE)
_QUERY = re.compile(r"(?:.*&)?(?:feed=|format=feed|format=rss|type=rss|mib=rss).*", re.IGNORECASE)
_HOST = re.compile(r"(?:rss|feeds?)\d?\..+", re.IGNORECASE)
_NO_FEED = re.compile(r"/wp-json(?:/|$)|oembed", re.IGNORECASE)
_COMMENTS_FEED = re.compile(r"/comments/(?:feed|default|full)|feed=comments|/comment-?feed", re.IGNORECASE)
_ABOUT_COMMENTS = re.compile(r"\b(?:comments|komentar)\b", re.IGNORECASE)

_READERS = frozenset(
    "facebook.com feedly.com google.com inoreader.com linkedin.com live.com netvibes.com newsblur.com"
    " pinterest.com telegram.me twitter.com wa.me whatsapp.com x.com yahoo.com".split()
)
"""Sites that a page links to for sharing and subscribing: the feed in such a link is not theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A feed's absolute address and what the page calls it, which may be empty."""

    url: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    link: FeedLink
    rank: int


def feed_links(html: bytes, *, url: str) -> tuple[FeedLink, ...]:
    """The feeds that the page at `url` advertises, best first, at most MOST.

    First those that its head declares, then links that look like feeds, the own site's before others', and
    feeds of comments last. What they lead to has not been tried.
    """
    best: dict[str, FeedLink] = {}
    found = _found(list(_candidates(page_text(html))), url)
    for one in sorted(found, key=lambda one: one.rank):
        best.setdefault(canonical_link(one.link.url), one.link)
    if web_link(url, base=""):
        best.pop(canonical_link(url), None)
    return tuple(best.values())[:MOST]


def page_title(html: bytes) -> str:
    """What a page calls itself, or an empty text."""
    title = next((tag for tag in tags(page_text(html)) if tag.name == "title"), None)
    return shorten(title.label(), _TITLE_LENGTH) if title else ""


def _candidates(text: str) -> Iterator[Tag]:
    found = (tag for tag in tags(text) if tag.name == "base" or _COULD_BE.search(tag.written))
    return islice(found, _MOST_TAGS)


def _found(candidates: Sequence[Tag], url: str) -> Iterator[_Found]:
    base = _base(candidates, url)
    for tag in candidates:
        attributes = tag.attributes()
        address = web_link(href, base=base) if (href := clean(attributes.get("href", ""))) else None
        if address is None or _NO_FEED.search(address):
            continue
        rank = (
            _declared_rank(attributes.get("rel", ""), attributes.get("type", ""))
            if tag.name == "link"
            else _anchor_rank(address, url)
        )
        if rank is not None:
            title = plain(attributes.get("title", "")) or (tag.label() if tag.name == "a" else "")
            yield _ranked(FeedLink(url=address, title=shorten(title, _TITLE_LENGTH)), rank)


def _base(candidates: Sequence[Tag], url: str) -> str:
    bases = (tag.attributes().get("href") for tag in candidates if tag.name == "base")
    return next((base for href in bases if href and (base := web_link(href, base=url))), url)


def _declared_rank(relations: str, media_type: str) -> int | None:
    relation = set(relations.lower().split())
    if "feed" in relation:
        return 0
    usable = "alternate" in relation and "stylesheet" not in relation
    return _TYPES.get(media_type.partition(";")[0].strip().lower()) if usable else None


def _anchor_rank(address: str, page: str) -> int | None:
    site = site_of(address)
    if site in _READERS or not _looks_like_feed(address):
        return None
    return _SAME_SITE if site == site_of(page) else _OTHER_SITE


def _looks_like_feed(address: str) -> bool:
    parts = urlsplit(address)
    segments = parts.path.rstrip("/").split("/")
    return (
        any(map(_SEGMENT.fullmatch, segments))
        or bool(_XML.fullmatch(segments[-1]) or _QUERY.fullmatch(parts.query))
        or bool(_HOST.fullmatch(parts.hostname or ""))
    )


def _ranked(link: FeedLink, rank: int) -> _Found:
    is_comments = _COMMENTS_FEED.search(link.url) or (rank < 2 and _ABOUT_COMMENTS.search(link.title))
    return _Found(link=link, rank=_COMMENTS if is_comments else rank)
