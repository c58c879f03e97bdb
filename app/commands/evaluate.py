"""`kliping evaluate`: how well Kliping does what it does, on recorded news."""

from pathlib import Path

import click

from app.errors import SettingsError
from app.evaluate.reading import evaluate_reading
from app.evaluate.recorded import FILES
from app.evaluate.section import Section
from app.json_lines import print_json


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
    figures = {}
    for section in evaluate_reading(data):
        figures[section.name] = section.figures
        if not as_json:
            _show(section)
    print_json(figures)


def _show(section: Section) -> None:
    text = "\n".join([section.title, *(f"  {line}" for line in section.lines), ""])
    click.echo(text.encode("utf-8", "replace"))
