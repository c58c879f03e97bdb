"""Invented newspapers with feeds like real ones: their sizes, their HTML, their dates, their dialects.

Of ten feeds, seven are RSS with a description in CDATA or escaped, two carry whole articles, one is Atom.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from html import escape
from random import Random

BEGUN = datetime(2026, 11, 23, 1, tzinfo=UTC)
"""When the newest article of edition 0 comes out."""

_WIB = timezone(timedelta(hours=7))
_PLACES = ("JAKARTA", "SURABAYA", "Bandung", "SEMARANG", "Makassar", "MEDAN", "Palembang", "KUPANG")
_LARGE = 100 * 1024
_STEP = 60
"""Words between two articles that are cut from one text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Article:
    title: str
    lead: str
    body: str
    place: str
    path: str
    number: int
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Newspapers:
    """Feeds of `items` articles each, cut from `texts`; edition n has dropped n articles for n new ones.

    Of `large_every` feeds one is larger than what is read at once; 0 is none.
    """

    texts: Sequence[str]
    items: int
    large_every: int = 0

    def feed(self, number: int, edition: int, *, every: timedelta) -> bytes:
        """Feed `number` as it is in `edition`; it brings an article `every` so often."""
        listed = range(edition + self.items, edition, -1)
        articles = [self._article(number, turn, every=every) for turn in listed]
        document = _DIALECTS[number % len(_DIALECTS)](number, articles)
        if self.large_every and number % self.large_every == 0:
            document += f"<!--{'x' * _LARGE}-->"
        return document.encode()

    def _article(self, number: int, turn: int, *, every: timedelta) -> _Article:
        chance = Random(number * 1_000_003 + turn)
        words = chance.choice(self.texts).split()
        start = chance.randrange(max(len(words) // _STEP, 1)) * _STEP
        words = words[start:] + words[:start]
        title, lead = chance.randint(6, 12), chance.randint(25, 45)
        headline = " ".join(words[:title]).title()
        return _Article(
            title=headline,
            lead=" ".join(words[title : title + lead]).capitalize() + ".",
            body=" ".join(words[title + lead : title + lead + chance.randint(90, 180)]).capitalize() + ".",
            place=chance.choice(_PLACES),
            path="-".join("".join(filter(str.isalnum, word)) for word in headline.lower().split()),
            number=9_000_000 + turn,
            published_at=BEGUN + (turn - self.items) * every,
        )


def host(number: int) -> str:
    return f"media{number:04}.example"


def _in_cdata(number: int, articles: Sequence[_Article]) -> str:
    def item(each: _Article) -> str:
        return _item(number, each, f"<![CDATA[{_image(number, each)}{_opening(number, each)}]]>")

    return _rss(number, map(item, articles))


def _escaped(number: int, articles: Sequence[_Article]) -> str:
    def item(each: _Article) -> str:
        return _item(number, each, escape(f"{_image(number, each)}{each.lead} ..."))

    return _rss(number, map(item, articles))


def _whole(number: int, articles: Sequence[_Article]) -> str:
    def item(each: _Article) -> str:
        html = f"{_image(number, each)}{_opening(number, each)}<p>{escape(each.body)}</p>"
        content = f"<content:encoded><![CDATA[{html}]]></content:encoded>"
        return _item(number, each, f"<![CDATA[{escape(each.lead)}]]>", content)

    return _rss(number, map(item, articles))


def _atom(number: int, articles: Sequence[_Article]) -> str:
    def entry(each: _Article) -> str:
        return (
            f"<entry><title>{escape(each.title)}</title>"
            f'<link rel="alternate" type="text/html" href="{_link(number, each)}"/>'
            f"<id>tag:{host(number)},2026:{each.number}</id><published>{_iso(each)}</published>"
            f"<updated>{_iso(each)}</updated><author><name>Redaksi</name></author>"
            f'<summary type="html">{escape(_image(number, each) + _opening(number, each))}</summary></entry>'
        )

    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="id">'
        f"<title>Media {number}</title><id>tag:{host(number)},2026:feed</id>"
        f"<updated>{_iso(articles[0])}</updated>\n{_lines(map(entry, articles))}\n</feed>"
    )


_DIALECTS = (_in_cdata, _escaped, _in_cdata, _whole, _in_cdata, _atom, _escaped, _in_cdata, _whole, _escaped)


def _rss(number: int, items: Iterable[str]) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"\n<channel><title>Media {number} - Berita Terkini</title><link>https://{host(number)}/</link>"
        f"<description>Berita terkini</description><language>id</language>\n{_lines(items)}\n"
        "</channel></rss>"
    )


def _item(number: int, article: _Article, description: str, content: str = "") -> str:
    return (
        f"<item>\n<title>{escape(article.title)}</title>\n<link>{_link(number, article)}</link>\n"
        f'<guid isPermaLink="false">https://{host(number)}/?p={article.number}</guid>\n'
        f"<pubDate>{format_datetime(article.published_at.astimezone(_WIB))}</pubDate>\n"
        f"<dc:creator>Redaksi</dc:creator><category>Daerah</category>\n"
        f"<description>{description}</description>\n{content}</item>"
    )


def _link(number: int, article: _Article) -> str:
    return f"https://{host(number)}/berita/{article.number}/{article.path}?utm_source=rss&amp;utm_medium=feed"


def _image(number: int, article: _Article) -> str:
    at = f"https://img.{host(number)}/foto/2026/11/{article.number}-750x500.jpg"
    return f'<img src="{at}" alt="{escape(article.title)}" width="750" align="left" /><br />'


def _opening(number: int, article: _Article) -> str:
    name = f"{article.place}, MEDIA{number}.EXAMPLE"
    return f"<p><strong>{name}</strong> - {escape(article.lead)}</p>\n"


def _iso(article: _Article) -> str:
    return article.published_at.astimezone(_WIB).isoformat()


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(parts)
