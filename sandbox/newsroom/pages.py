"""The newspapers' web pages, so that a link in the chat leads somewhere."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from string import Template

from sandbox.newsroom.plan import Outlet
from sandbox.newsroom.printing import Article
from sandbox.newsroom.shelf import Document

PAGE = Template("""\
<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<link rel="alternate" type="application/rss+xml" title="$outlet" href="$front/rss.xml">
<style>
:root { color-scheme: light dark; }
body { font: 1.1rem/1.6 Georgia, serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem; }
header { border-bottom: 3px double; margin-bottom: 2rem; }
header a { font-size: 1.8rem; font-weight: bold; color: inherit; text-decoration: none; }
h1 { font-size: 1.9rem; line-height: 1.2; }
li { margin-bottom: .8rem; }
time, small { opacity: .7; }
</style>
</head>
<body>
<header><a href="$front">$outlet</a><br><small>$motto</small></header>
$content
</body>
</html>
""")


def front_page(outlet: Outlet, articles: Sequence[Article], root: str) -> Document:
    content = "\n".join(["<ul>", *(_front_line(article, root) for article in articles), "</ul>"])
    return _page(outlet, outlet.name, content, root=root, changed_at=articles[0].published_at)


def article_page(article: Article, root: str) -> Document:
    text = [f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in (article.lead, *article.paragraphs)]
    content = "\n".join(
        [f"<h1>{escape(article.title)}</h1>", f"<p>{_stamp(article.published_at)}</p>", *text]
    )
    return _page(article.outlet, article.title, content, root=root, changed_at=article.published_at)


def _front_line(article: Article, root: str) -> str:
    link = f'<a href="{root}/{article.path}">{escape(article.title)}</a>'
    return f"<li>{link}<br>{_stamp(article.published_at)}</li>"


def _stamp(moment: datetime) -> str:
    return f'<time datetime="{moment.isoformat()}">{moment:%d/%m/%Y %H.%M}</time>'


def _page(outlet: Outlet, title: str, content: str, *, root: str, changed_at: datetime) -> Document:
    text = PAGE.substitute(
        title=escape(title),
        outlet=escape(outlet.name),
        motto=escape(outlet.motto),
        front=f"{root}/{outlet.slug}",
        content=content,
    )
    return Document(body=text.encode(), content_type="text/html; charset=utf-8", changed_at=changed_at)
