"""Labelled pairs: two recorded items each, and whether whoever read them found that they tell one event."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from app.errors import SettingsError

_COLUMNS = ("set", "earlier", "later", "label", "reading_1", "reading_2", "cosine")
_NONE = "-"


class Label(StrEnum):
    """What two items have to do with one another; decision 18 has the rule."""

    SAME_EVENT = "E"
    SAME_AFFAIR = "R"
    UNRELATED = "U"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two items by their names (`app.evaluate.headlines.name_of`), the earlier one first.

    `readings` are two that were made apart, or None where it was read once. `cosine` is that by which the
    pair was drawn, None where it was drawn otherwise.
    """

    earlier: str
    later: str
    label: Label
    readings: tuple[Label, Label] | None
    cosine: float | None


def labelled_pairs(path: Path | None) -> dict[str, list[Pair]]:
    """The sets of pairs in a file, or in the one that is shipped; SettingsError says what is damaged."""
    file: Path | Traversable = path or files("app.evaluate") / "data" / "story_pairs.tsv"
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} cannot be read: {error}") from error
    sets: dict[str, list[Pair]] = {}
    for name, pair in _pairs(text, source=str(file)):
        sets.setdefault(name, []).append(pair)
    return sets


def _pairs(text: str, *, source: str) -> Iterator[tuple[str, Pair]]:
    numbered = enumerate(text.splitlines(), start=1)
    lines = [(number, line) for number, line in numbered if line and not line.startswith("#")]
    rows = csv.DictReader((line for _, line in lines), delimiter="\t", quoting=csv.QUOTE_NONE)
    if tuple(rows.fieldnames or ()) != _COLUMNS:
        raise SettingsError(f"{source} holds no labelled pairs: give a table with {', '.join(_COLUMNS)}")
    for (number, _), row in zip(lines[1:], rows, strict=True):
        try:
            if None in row.values():
                raise ValueError(f"not all of {', '.join(_COLUMNS)} are there")
            yield row["set"], _pair(row)
        except ValueError as error:
            raise SettingsError(f"{source}, line {number}: {error}") from error


def _pair(row: Mapping[str, str]) -> Pair:
    readings = row["reading_1"], row["reading_2"]
    return Pair(
        earlier=row["earlier"],
        later=row["later"],
        label=Label(row["label"]),
        readings=None if _NONE in readings else (Label(readings[0]), Label(readings[1])),
        cosine=None if row["cosine"] == _NONE else float(row["cosine"]),
    )
