"""`kliping search`: the same search as in the chat."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import click

from app.commands.running import with_database
from app.errors import SettingsError
from app.settings import Settings
from app.wiring import SystemClock
from news.errors import QueryError
from news.excerpt import excerpt
from news.finding import Finding, Hit
from news.grammar import parse_search
from storage.database import Database
from storage.finding import find_stories
from storage.spelling import spelled_otherwise

T = TypeVar("T")


@click.command()
@click.argument("query")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 500))
@click.option("--newest", is_flag=True, help="The newest first, not the best.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def search(query: str, limit: int, *, newest: bool, as_json: bool) -> None:
    """Stories that QUERY finds, the best first."""
    wanted = parsed(parse_search, query)

    async def ask(db: Database, settings: Settings) -> tuple[Finding, list[str]]:
        now = SystemClock().now()
        async with db.reading() as tx:
            since, until = wanted.window(
                now - settings.retention_days, now + timedelta(seconds=1), zone="UTC"
            )
            found = await find_stories(
                tx, wanted, since=since, until=until, now=now, by_time=newest, limit=limit
            )
            if found.hits and not found.relaxed:
                return found, []
            return found, await spelled_otherwise(tx, query, since=since, until=until)

    found, otherwise = with_database(ask)
    if found.relaxed and not as_json:
        print(f"Not every word is found together; some of these lack: {', '.join(found.relaxed)}")
    for hit in found.hits:
        print(json.dumps(_object(hit, found), ensure_ascii=False) if as_json else _lines(hit, found))
    if not found.hits and not as_json:
        print("Nothing found.")
    if otherwise and not as_json:
        print(f"Did you mean: {' or '.join(otherwise)}?")


def parsed(parse: Callable[[str], T], text: str) -> T:
    """What `parse` makes of a query. Raises SettingsError that points at the place and suggests."""
    try:
        return parse(text)
    except QueryError as error:
        before, after = text[: error.position], text[error.position :]
        meant = f"; did you mean {' or '.join(error.suggestions)}?" if error.suggestions else ""
        reason = f"at ▶ in '{before}▶{after}': expected {error.expected.value}{meant}"
        raise SettingsError(f"the query cannot be read {reason}") from error


def _object(hit: Hit, found: Finding) -> dict[str, object]:
    return {
        "title": hit.item.title,
        "url": hit.item.url,
        "outlet": hit.item.outlet,
        "published_at": hit.item.published_at.isoformat(),
        "excerpt": excerpt(hit.item.lead, found.terms).text,
        "story": hit.story.id,
        "score": hit.score,
        "missing": hit.missing,
    }


def _lines(hit: Hit, found: Finding) -> str:
    item, said = hit.item, excerpt(hit.item.lead, found.terms).text
    told = f"{item.published_at:%Y-%m-%d %H:%M}  {item.outlet}: {item.title}\n    {item.url}"
    return f"{told}\n    {said}" if said else told
