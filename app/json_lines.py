"""JSON lines: records that are read one at a time, and objects that are printed one a line."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import click

from app.errors import SettingsError

STANDARD_INPUT = "standard input"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One object of a `source`, by the number of its line (from 1)."""

    source: str
    line: int
    values: Mapping[str, object]

    def text(self, key: str) -> str:
        """The text under `key`, empty where there is none. Raises SettingsError where it is no text."""
        value = self.values.get(key)
        if value is not None and not isinstance(value, str):
            raise self.wrong(f"{key!r} is no text")
        return value or ""

    def wrong(self, what: str) -> SettingsError:
        return _wrong(self.source, self.line, what)


def records(lines: Iterable[bytes], *, source: str) -> Iterator[Record]:
    """The objects of `lines` as they come in; raises SettingsError at the first line that holds none."""
    for number, line in enumerate(lines, start=1):
        if record := record_in(line, number, source=source):
            yield record


def record_in(line: bytes, number: int, *, source: str) -> Record | None:
    """The object of one line, None where it is empty; raises SettingsError where it holds none."""
    text = line.decode("utf-8-sig", "replace").strip()
    return Record(source=source, line=number, values=_object(text, source, number)) if text else None


def print_json(value: Mapping[str, object]) -> None:
    """Print an object on a line of its own, at once."""
    # JSON can hold halves of characters (\ud83d) that no output can.
    click.echo(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))


def _object(text: str, source: str, number: int) -> Mapping[str, object]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _wrong(source, number, f"no JSON: {error}") from error
    if not isinstance(value, dict):
        raise _wrong(source, number, "a JSON object is expected on each line")
    return value


def _wrong(source: str, number: int, what: str) -> SettingsError:
    return SettingsError(f"{source}, line {number}: {what}")
