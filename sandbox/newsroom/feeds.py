"""Writes an outlet's feed in the form it has chosen; no two newspapers write theirs alike."""

from collections.abc import Callable, Sequence
from email.utils import format_datetime
from functools import partial
from html import escape
from string import Template
from typing import assert_never

from sandbox.newsroom.plan import Form, Outlet
from sandbox.newsroom.printing import Article
from sandbox.newsroom.shelf import Document

RSS = Template("""\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="$version" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
<title>$name</title>
<link>$front</link>
<description>$motto</description>
<language>id</language>
<lastBuildDate>$changed</lastBuildDate>
$items
</channel>
</rss>
""")

RSS_ITEM = Template("""\
<item>
<title>$title</title>
<link>$link</link>
<pubDate>$published</pubDate>
$rest
</item>""")

ATOM = Template("""\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="id">
<title>$name</title>
<subtitle>$motto</subtitle>
<id>$front</id>
<link href="$front"/>
<link rel="self" href="$front/rss.xml"/>
<updated>$changed</updated>
<author><name>$name</name></author>
$items
</feed>
""")

ATOM_ENTRY = Template("""\
<entry>
<title>$title</title>
<id>$link</id>
<link href="$link"/>
<published>$published</published>
<updated>$published</updated>
<summary>$lead</summary>
</entry>""")


Rest = Callable[[Article, str], str]


def write_feed(outlet: Outlet, articles: Sequence[Article], root: str) -> Document:
    """`articles` stand newest first, and there is at least one."""
    match outlet.form:
        case Form.ATOM:
            text = _atom(outlet, articles, root)
        case Form.RSS2:
            text = _rss(outlet, articles, root, rest=_with_permalink)
        case Form.RSS091:
            text = _rss(outlet, articles, root, rest=_with_lead, version="0.91")
        case Form.FULL_TEXT:
            text = _rss(outlet, articles, root, rest=partial(_with_full_text, neighbours=articles))
        case Form.NUMBERED_GUIDS:
            text = _rss(outlet, articles, root, rest=partial(_with_number, neighbours=articles))
        case never:
            assert_never(never)
    content_type = "application/atom+xml" if outlet.form is Form.ATOM else "application/rss+xml"
    return Document(
        body=text.encode(),
        content_type=f"{content_type}; charset=utf-8",
        changed_at=articles[0].published_at,
    )


def _rss(outlet: Outlet, articles: Sequence[Article], root: str, *, rest: Rest, version: str = "2.0") -> str:
    items = [
        RSS_ITEM.substitute(
            title=escape(article.title),
            link=f"{root}/{article.path}",
            published=format_datetime(article.published_at),
            rest=rest(article, root),
        )
        for article in articles
    ]
    return RSS.substitute(
        _head(outlet, root),
        version=version,
        changed=format_datetime(articles[0].published_at),
        items="\n".join(items),
    )


def _with_lead(article: Article, _root: str) -> str:
    return f"<description>{escape(article.lead)}</description>"


def _with_permalink(article: Article, root: str) -> str:
    return f'{_with_lead(article, root)}\n<guid isPermaLink="true">{root}/{article.path}</guid>'


def _with_number(article: Article, root: str, *, neighbours: Sequence[Article]) -> str:
    # Numbered by place, so each number comes to mean another article: recorded feeds do this.
    number = neighbours.index(article) + 1
    return f'{_with_lead(article, root)}\n<guid isPermaLink="false">{number}</guid>'


def _with_full_text(article: Article, root: str, *, neighbours: Sequence[Article]) -> str:
    other = next((neighbour for neighbour in neighbours if neighbour != article), article)
    advert = f'<p>BACA JUGA: <a href="{root}/{other.path}">{escape(other.title, quote=False)}</a></p>'
    first, *others = [f"<p>{escape(text, quote=False)}</p>" for text in (article.lead, *article.paragraphs)]
    full_text = "\n".join([first, advert, *others])
    return f"{_with_permalink(article, root)}\n<content:encoded><![CDATA[{full_text}]]></content:encoded>"


def _atom(outlet: Outlet, articles: Sequence[Article], root: str) -> str:
    entries = [
        ATOM_ENTRY.substitute(
            title=escape(article.title),
            link=f"{root}/{article.path}",
            published=article.published_at.isoformat(),
            lead=escape(article.lead),
        )
        for article in articles
    ]
    changed = articles[0].published_at.isoformat()
    return ATOM.substitute(_head(outlet, root), changed=changed, items="\n".join(entries))


def _head(outlet: Outlet, root: str) -> dict[str, str]:
    return {"name": escape(outlet.name), "motto": escape(outlet.motto), "front": f"{root}/{outlet.slug}"}
