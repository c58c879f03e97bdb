"""The addresses at which sites usually keep a feed, whether or not their pages say so."""

import re
from urllib.parse import urlsplit

from news.link import canonical_link, web_link
from news.page_tags import LOOKED_AT
from news.site import bare_host, site_of

MOST = 12
"""Addresses that we name of one site: each costs its server a request."""

_WORDPRESS = ("/feed/", "/?feed=rss2")
_BLOGGER = ("/feeds/posts/default", "/feeds/posts/default?alt=rss")
_JOOMLA = ("/index.php?format=feed&type=rss", "/?format=feed&type=rss")
_ANYWHERE = (
    "/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/rss/terkini", "/?feed=rss2",
    "/feeds/posts/default", "/index.php?format=feed&type=rss",
)  # fmt: skip

_PLATFORMS = {
    "antaranews.com": ("/rss/terkini.xml", "/rss/top-news.xml"),
    "cnnindonesia.com": ("/nasional/rss", "/rss"),
    "detik.com": ("/berita/rss", "/rss"),
    "katadata.co.id": ("/rss",),
    "mediaindonesia.com": ("/feed/all",),
    "republika.co.id": ("/rss",),
    "sindonews.com": ("/rss", "/feed"),
    "suara.com": ("/rss",),
    "tribunnews.com": ("/rss",),
    "viva.co.id": ("/get/all",),
}
"""Sites with many hosts, one per region or section, which keep their feeds at the same place of each."""

_BY_HOST = ((re.compile(r".+\.wordpress\.com"), _WORDPRESS), (re.compile(r".+\.blogspot\.[a-z.]+"), _BLOGGER))
_BY_PAGE = (
    (re.compile(rb"/wp-(?:content|includes)/|[\"']wordpress\b", re.IGNORECASE), _WORDPRESS),
    (re.compile(rb"[\"']blogger[\"']|\.blogger\.com/static", re.IGNORECASE), _BLOGGER),
    (re.compile(rb"[\"']joomla!", re.IGNORECASE), _JOOMLA),
)

_LISTING = re.compile(r"(?:category|kategori|tag|topik|topic|kanal|rubrik|author)/.{1,200}|[\w-]{1,40}")
"""Paths of a section, whose own feed WordPress keeps below it; below an article it keeps its comments'."""
_ARTICLE = re.compile(r".*(?:\d{4}|(?:-\w+){3})")


def usual_addresses(url: str, *, page: bytes = b"") -> tuple[str, ...]:
    """Addresses that may be a feed of the site of which `url` is any page, the likeliest first, at most MOST.

    What `page` holds, if it is known, tells which system made the site. Nothing has been tried.
    """
    absolute = web_link(url.strip(), base="")
    if absolute is None:
        return ()
    system = _system(bare_host(absolute), page[:LOOKED_AT])
    section = _section(absolute) if system in ((), _WORDPRESS) else ()
    paths = (*section, *_PLATFORMS.get(site_of(absolute), ()), *system, *_ANYWHERE)
    addresses: dict[str, str] = {}
    for address in (_root(absolute) + path for path in paths):
        addresses.setdefault(canonical_link(address), address)
    return tuple(addresses.values())[:MOST]


def _root(url: str) -> str:
    """The site's start without a name and password that the address may hold."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _system(host: str, page: bytes) -> tuple[str, ...]:
    """Where the system that made the site keeps its feeds, or nothing if it is not known."""
    hosted = next((paths for hosts, paths in _BY_HOST if hosts.fullmatch(host)), ())
    return hosted or next((paths for marks, paths in _BY_PAGE if marks.search(page)), ())


def _section(url: str) -> tuple[str, ...]:
    path = urlsplit(url).path.strip("/")
    is_section = _LISTING.fullmatch(path) and not _ARTICLE.fullmatch(path)
    return (f"/{path}/feed/",) if is_section else ()
