"""`kliping stories`: the stories with their items."""

import json
from datetime import datetime, timedelta

import click

from app.commands.running import with_database
from app.settings import Settings
from app.wiring import SystemClock
from news.story import Story
from storage.database import Database
from storage.stories import latest_stories


@click.command()
@click.option("--since", type=click.DateTime(), help="Seen after this time (UTC); else the last 24 hours.")
@click.option("--limit", default=1000, show_default=True, type=click.IntRange(1))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def stories(since: datetime | None, limit: int, as_json: bool) -> None:
    """Stories, the latest first, with the items that tell them."""

    async def ask(db: Database, _: Settings) -> list[Story]:
        async with db.reading() as tx:
            return await latest_stories(tx, since=utc_or_ago(since, hours=24), limit=limit)

    for story in with_database(ask):
        print(json.dumps(_object(story), ensure_ascii=False) if as_json else _lines(story))


def utc_or_ago(at: datetime | None, *, hours: int) -> datetime:
    """`at` in UTC, or so many hours ago."""
    now = SystemClock().now()
    return at.replace(tzinfo=now.tzinfo) if at else now - timedelta(hours=hours)


def _object(story: Story) -> dict[str, object]:
    return {
        "story": story.id,
        "first_seen_at": min(item.first_seen_at for item in story.items).isoformat(),
        "last_seen_at": story.last_seen_at.isoformat(),
        "outlets": list(story.outlets),
        "items": [
            {
                "title": item.title,
                "url": item.url,
                "outlet": item.outlet,
                "published_at": item.published_at.isoformat(),
            }
            for item in story.items
        ],
    }


def _lines(story: Story) -> str:
    head = f"{story.lead_item.title}  ({', '.join(story.outlets)})"
    return "\n".join([head, *(f"    {item.outlet}  {item.url}" for item in story.items)])
