"""`kliping match`: which documents a query finds, and why."""

import sys
from datetime import date, datetime
from zoneinfo import ZoneInfo

import click

from app.commands.search import parsed
from app.documents import Document, read_document
from app.json_lines import STANDARD_INPUT, Record, print_json, records
from news.grammar import Search, parse_search
from news.query import Reason, matches, reasons
from news.schedule import Schedule
from news.text import clean

_TEXTS = ("title", "lead", "text", "body")


@click.command("match")
@click.argument("query")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def match(query: str, *, as_json: bool) -> None:
    """The JSON lines on standard input that QUERY finds, and why.

    Each line is an object with `text` (or `body`), `title` or `lead`, and, if wanted, `outlet`, `id` and
    `published_at` (ISO 8601). The days of sejak: and sampai: are those of WIB; what has no date, they leave.
    """
    search = parsed(parse_search, query)
    for record in records(sys.stdin.buffer, source=STANDARD_INPUT):
        reading = read_document(_document(record)).reading
        if _came_out_within(search, record) and matches(search.query, reading):
            _show(record, reasons(search.query, reading), as_json=as_json)


def _document(record: Record) -> Document:
    texts = {key: record.text(key) for key in _TEXTS}
    if not record.values.keys() & texts.keys():
        raise record.wrong(f"none of {', '.join(_TEXTS)} is there")
    return Document(
        title=texts["title"],
        lead=texts["lead"],
        text=texts["text"] or texts["body"],
        outlet=record.text("outlet"),
    )


def _came_out_within(search: Search, record: Record) -> bool:
    if not (search.since or search.until):
        return True
    day = _day(record)
    return day is None or (search.since or day) <= day <= (search.until or day)


def _day(record: Record) -> date | None:
    written = record.text("published_at")
    if not written:
        return None
    try:
        at = datetime.fromisoformat(written)
        return (at.astimezone(ZoneInfo(Schedule().zone)) if at.tzinfo else at).date()
    except (ValueError, OverflowError):
        raise record.wrong(f"'published_at' is no time in ISO 8601: {written!r}") from None


def _show(record: Record, why: list[Reason], *, as_json: bool) -> None:
    title = record.text("title")
    if as_json:
        matched = [{"term": reason.term, "matched": reason.matched, "field": reason.field} for reason in why]
        print_json({"line": record.line, "id": record.values.get("id"), "title": title, "why": matched})
        return
    lines = [f"{record.line}: {clean(title)}".rstrip(), *(f"    {_reason(reason)}" for reason in why)]
    click.echo("\n".join(lines).encode("utf-8", "replace"))


def _reason(reason: Reason) -> str:
    return f"{reason.term}: {reason.matched!r} in the {reason.field}"
