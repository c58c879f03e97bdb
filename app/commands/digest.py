"""`kliping digest`: what a digest would say, as text."""

from datetime import datetime

import click

from app.commands.running import with_database
from app.commands.search import parsed
from app.commands.stories import utc_or_ago
from app.settings import Settings
from app.wording import count
from bot.render import as_text, render
from jobs.compose import compose_now
from news.chat import Chat, ChatType, Language, passing_topic
from news.digest import Digest, Line, Section
from news.grammar import parse_query, write_query
from news.ids import ChatId
from storage.database import Database


@click.command()
@click.option("--topic", "queries", multiple=True, required=True, help="A query; may be given several times.")
@click.option("--language", type=click.Choice([language.value for language in Language]), default="id")
@click.option("--since", type=click.DateTime(), help="From this time on (UTC); else the last 24 hours.")
@click.option("--until", type=click.DateTime(), help="Up to this time (UTC); else now.")
@click.option("--explain", is_flag=True, help="Also say why each story stands where it stands.")
def digest(
    queries: tuple[str, ...], language: str, since: datetime | None, until: datetime | None, *, explain: bool
) -> None:
    """What a digest on the given topics would say, as text."""
    chat = Chat(id=ChatId(0), type=ChatType.PRIVATE, title="", language=Language(language))
    topics = [passing_topic(chat, write_query(parsed(parse_query, text)), name=text) for text in queries]
    now = utc_or_ago(until, hours=0)

    async def ask(db: Database, _: Settings) -> Digest:
        return await compose_now(db, chat, topics, now=now, since=since and utc_or_ago(since, hours=0))

    composed = with_database(ask)
    print("\n\n".join(as_text(message) for message in render(composed, now=now)))
    if explain:
        print("\n\n".join(_explained(section) for section in composed.sections))


def _explained(section: Section) -> str:
    places = [_place(number, line) for number, line in enumerate(section.lines, start=1)]
    return "\n".join([f"\nWhy, under {section.topic.name}:", *places])


def _place(number: int, line: Line) -> str:
    worth = line.worth
    parts = {
        count(line.story.voices, "newsroom"): worth.voices,
        "fits the topic": worth.fit,
        "of the region": worth.region,
        "fresh": worth.freshness,
        "like what stands above": worth.repetition,
    }
    said = ", ".join(f"{part} {value:+.2f}" for part, value in parts.items() if value)
    return f"{number}. {worth.total:.2f} = {said}  {line.story.lead_item.title}"
