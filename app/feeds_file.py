"""The operator's list of feeds: a CSV file with the columns outlet, url and region."""

from pathlib import Path

from app.errors import SettingsError
from news.errors import ListUnreadable
from news.feed import Source
from news.feed_csv import read_csv


def read_feeds_file(path: Path) -> list[Source]:
    """The feeds in their order. Raises SettingsError that names the first wrong line."""
    try:
        listed = read_csv(path.read_bytes())
    except OSError as error:
        raise SettingsError(f"the feeds file {path} cannot be read: {error.strerror or error}") from error
    except ListUnreadable as error:
        raise SettingsError(f"the feeds file {path} cannot be read: {error.reason}") from error
    if listed.problems:
        first = listed.problems[0]
        raise SettingsError(f"{path}, line {first.line}: {first.reason}")
    return list(listed.sources)
