"""Lists of feeds as the tests write and read them."""

from news.feed import Source
from news.opml import read_opml
from news.subscription_lists import FeedList

HEADER = "outlet,url,region\n"

A = Source(outlet="A", url="https://a.example/rss")

B = Source(outlet="B", url="https://b.example/rss", region="19.02")


def opml(outlines: str) -> bytes:
    """A document whose outlines begin on line 2."""
    return f"<opml version='2.0'><body>\n{outlines}\n</body></opml>".encode()


def one(document: bytes) -> Source:
    """The only feed of an OPML document without problems."""
    listed = read_opml(document)
    assert listed.problems == ()
    [source] = listed.sources
    return source


def named(document: bytes) -> list[str]:
    return [source.outlet for source in read_opml(document).sources]


def told(listed: FeedList) -> list[tuple[int, str]]:
    return [(problem.line, problem.reason) for problem in listed.problems]
