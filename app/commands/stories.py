"""`kliping stories`: the stories with their items, and correcting which items tell which."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

import click

from app.commands.running import with_database
from app.errors import SettingsError
from app.settings import Settings
from app.wiring import SystemClock
from news.gazetteer import regions, short_name
from news.ids import ItemId, StoryId
from news.item import Item
from news.story import Story
from storage.database import Database, Transaction
from storage.grouping import correct_grouping, merge_stories, split_story
from storage.stories import latest_stories, stories_by_id

_CONCEPTS, _REGIONS = 5, 2
"""How many of them are shown of a story, those that most of its items name; `--json` has all."""


@click.group(invoke_without_command=True)
@click.option("--since", type=click.DateTime(), help="Seen after this time (UTC); else the last 24 hours.")
@click.option("--limit", default=1000, show_default=True, type=click.IntRange(1))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_context
def stories(context: click.Context, since: datetime | None, limit: int, *, as_json: bool) -> None:
    """Stories, the latest first, with the items that tell them."""
    if context.invoked_subcommand is None:
        _show(since, limit, as_json=as_json)


@stories.command()
@click.argument("into", type=int)
@click.argument("others", type=int, nargs=-1, required=True)
def merge(into: int, others: tuple[int, ...]) -> None:
    """Make the stories OTHERS part of the story INTO: all of them tell one event.

    Who has been told one of them has been told the whole. Numbers are those that `kliping stories` prints.
    """
    wanted = [StoryId(into), *map(StoryId, others)]

    async def act(db: Database, _: Settings) -> Story:
        async with db.writing() as tx:
            await correct_grouping(tx)
            one, *rest = await _known(tx, wanted)
            await merge_stories(tx, one.id, [story.id for story in rest])
            (merged,) = await stories_by_id(tx, [one.id])
            return merged

    print(_lines(with_database(act)))


@stories.command()
@click.argument("story", type=int)
@click.argument("urls", nargs=-1, required=True)
def split(story: int, urls: tuple[str, ...]) -> None:
    """Take the articles at URLS out of STORY: they tell another event, a story of their own.

    The two are never made one again by themselves.
    """

    async def act(db: Database, _: Settings) -> list[Story]:
        async with db.writing() as tx:
            await correct_grouping(tx)
            (old,) = await _known(tx, [StoryId(story)])
            new = await split_story(tx, old.id, _split_off(old, urls))
            return await stories_by_id(tx, [old.id, new])

    for one in with_database(act):
        print(_lines(one))


async def _known(tx: Transaction, ids: Sequence[StoryId]) -> list[Story]:
    known: dict[StoryId, Story] = {}
    for id_ in ids:
        if not (found := await stories_by_id(tx, [id_])):
            raise SettingsError(f"there is no story {id_}: `kliping stories` prints their numbers")
        known[found[0].id] = found[0]
    return list(known.values())


def _split_off(story: Story, urls: Sequence[str]) -> list[ItemId]:
    by_url = {item.url: item.id for item in story.items}
    if unknown := [url for url in urls if url not in by_url]:
        raise SettingsError(f"no article of story {story.id} stands at {unknown[0]}")
    if set(urls) == set(by_url):
        raise SettingsError(f"at least one article must stay with story {story.id}")
    return [by_url[url] for url in urls]


def _show(since: datetime | None, limit: int, *, as_json: bool) -> None:
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
    known = regions()
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
                "copy": item.copy_of is not None,
            }
            for item in story.items
        ],
        "regions": [{"code": code, "name": known[code].name} for code in story.regions if code in known],
        "concepts": list(story.concepts),
    }


def _lines(story: Story) -> str:
    head = f"{story.id}  {story.lead_item.title}  ({', '.join(story.outlets)})"
    told_by = [f"    {item.outlet}  {item.url}{_copy(item, story)}" for item in story.items]
    return "\n".join([head, *_about(story), *told_by])


def _about(story: Story) -> list[str]:
    """What the story speaks of, and where it happened, in a line if anything is known."""
    concepts = ", ".join(story.concepts[:_CONCEPTS])
    places = ", ".join(filter(None, map(short_name, story.regions[:_REGIONS])))
    about = "; ".join(filter(None, (concepts, places)))
    return [f"    [{about}]"] if about else []


def _copy(item: Item, story: Story) -> str:
    """Whose text the item has, where that is not its own."""
    if item.copy_of is None:
        return ""
    first = next((other for other in story.items if other.id == item.copy_of), None)
    return f"  (copy of {first.outlet})" if first else "  (copy)"
