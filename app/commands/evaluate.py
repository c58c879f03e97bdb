"""`kliping evaluate`: how well Kliping does what it does, on recorded news."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

import click

from app.errors import SettingsError
from app.evaluate.headlines import lines_of, read_recording
from app.evaluate.reading import evaluate_reading
from app.evaluate.recorded import FILES
from app.evaluate.search import evaluate_search
from app.evaluate.section import Section
from app.evaluate.spelling import evaluate_spelling
from app.evaluate.stories import evaluate_stories
from app.evaluate.story_pairs import labelled_pairs
from app.json_lines import print_json, records
from app.wiring import SystemClock


@click.group()
def evaluate() -> None:
    """Measure Kliping on recorded news; the last line holds all figures as JSON."""


@evaluate.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="The line of JSON only.")
def reading(data: Path, *, as_json: bool) -> None:
    """How well news is read: words, names, abbreviations, packs, regions and leads.

    DATA is a folder of recorded news; what it does not hold is left out.
    """
    missing = [name for name in FILES if not (data / name).exists()]
    if len(missing) == len(FILES):
        raise SettingsError(f"{data} holds none of {', '.join(FILES)}")
    for name in missing:
        click.echo(f"{data / name} is missing: what it measures is left out", err=True)
    _print(evaluate_reading(data), as_json=as_json)


@evaluate.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--pairs", type=click.Path(path_type=Path), help="Other labelled pairs than those shipped.")
@click.option("--json", "as_json", is_flag=True, help="The line of JSON only.")
def stories(file: Path, *, pairs: Path | None, as_json: bool) -> None:
    """How well recorded items are put into stories: for the eye, and against labelled pairs.

    FILE holds JSON lines, gzipped or not, with `outlet`, `title` and `published_at` (ISO 8601), and if wanted
    `lead` and `url`.
    """
    recording, sets = read_recording(file), labelled_pairs(pairs)
    for damaged in recording.damaged:
        click.echo(f"{damaged} (passed over)".encode("utf-8", "replace"), err=True)
    _print(evaluate_stories(recording, sets), as_json=as_json)


@evaluate.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--most", default=200, show_default=True, type=click.IntRange(1), help="Searches of a kind.")
@click.option("--json", "as_json", is_flag=True, help="The line of JSON only.")
def search(file: Path, *, most: int, as_json: bool) -> None:
    """How well search finds known articles and topics, beside plain BM25.

    FILE holds JSON lines, gzipped or not, with `title` and `body`, and if wanted `summary` and `tags`.
    """
    _print(evaluate_search(file, most=most, now=SystemClock().now()), as_json=as_json)


@evaluate.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="The line of JSON only.")
def spelling(file: Path, *, as_json: bool) -> None:
    """How often the right word is suggested for one that was typed wrongly.

    FILE holds JSON lines, gzipped or not, with `title`, `lead` and `body`, as far as there are any; their
    words are damaged, each time in the same way.
    """
    with lines_of(file) as lines:
        sections = asyncio.run(evaluate_spelling(records(lines, source=file.name)))
    _print(sections, as_json=as_json)


def _print(sections: Iterable[Section], *, as_json: bool) -> None:
    figures = {}
    for section in sections:
        figures[section.name] = section.figures
        if not as_json:
            _show(section)
    print_json(figures)


def _show(section: Section) -> None:
    text = "\n".join([section.title, *(f"  {line}" for line in section.lines), ""])
    click.echo(text.encode("utf-8", "replace"))
