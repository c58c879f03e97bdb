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
from news.grammar import parse_search
from news.story import Story
from storage.database import Database
from storage.stories import stories_found

T = TypeVar("T")


@click.command()
@click.argument("query")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 500))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def search(query: str, limit: int, as_json: bool) -> None:
    """Stories that QUERY finds, the newest first."""
    wanted = parsed(parse_search, query)

    async def ask(db: Database, settings: Settings) -> list[Story]:
        now = SystemClock().now()
        async with db.reading() as tx:
            since, until = wanted.window(
                now - settings.retention_days, now + timedelta(seconds=1), zone="UTC"
            )
            return await stories_found(tx, wanted.query, since=since, until=until, limit=limit)

    found = sorted(with_database(ask), key=lambda story: story.published_at, reverse=True)
    for story in found:
        print(json.dumps(_object(story), ensure_ascii=False) if as_json else _lines(story))
    if not found and not as_json:
        print("Nothing found.")


def parsed(parse: Callable[[str], T], text: str) -> T:
    """What `parse` makes of a query. Raises SettingsError that points at the place and suggests."""
    try:
        return parse(text)
    except QueryError as error:
        before, after = text[: error.position], text[error.position :]
        meant = f"; did you mean {' or '.join(error.suggestions)}?" if error.suggestions else ""
        reason = f"at ▶ in '{before}▶{after}': expected {error.expected.value}{meant}"
        raise SettingsError(f"the query cannot be read {reason}") from error


def _object(story: Story) -> dict[str, object]:
    item = story.lead_item
    return {
        "title": item.title,
        "url": item.url,
        "outlet": item.outlet,
        "published_at": item.published_at.isoformat(),
        "excerpt": item.lead,
        "story": story.id,
    }


def _lines(story: Story) -> str:
    item = story.lead_item
    return f"{item.published_at:%Y-%m-%d %H:%M}  {item.outlet}: {item.title}\n    {item.url}"
