"""Topic packs: topics ready to be followed, each with a name, a description and a query that has been tried.

They stand in `data/packs.toml`; an operator adds a file of the same form, whose text `load_packs` reads.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from news.chat import LONGEST_NAME, Language
from news.errors import NewsError, QueryError
from news.grammar import parse_query, write_query
from news.text import clean

_KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")
"""Short, for it stands in the data of buttons, of which Telegram takes 64 bytes."""

_FIELDS = frozenset({"name", "description", "query"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A topic that we offer under a `key` that never changes; `query` is canonical."""

    key: str
    name: Mapping[Language, str]
    description: Mapping[Language, str]
    query: str


class PackError(NewsError):
    """The operator's packs cannot be used: `reason` says what is wrong with the pack called `key`.

    The key is empty where the file as a whole cannot be read.
    """

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"pack {key}: {reason}" if key else f"packs: {reason}")
        self.key = key
        self.reason = reason


@cache
def packs() -> Mapping[str, Pack]:
    """The packs that ship with the product, by key, those that we suggest to everybody first."""
    return load_packs(resources.files("news").joinpath("data", "packs.toml").read_text(encoding="utf-8"))


def load_packs(text: str) -> Mapping[str, Pack]:
    """The packs of a file in the form of `data/packs.toml`, in its order. Raises PackError."""
    try:
        entries = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackError("", str(error)) from error
    return MappingProxyType({key: _pack(key, entry) for key, entry in entries.items()})


def _pack(key: str, entry: object) -> Pack:
    if not _KEY.fullmatch(key):
        raise PackError(key, "a key is 1 to 32 small letters, digits and hyphens between them")
    if not isinstance(entry, dict):
        raise PackError(key, f"expected a table [{key}]")
    if unknown := entry.keys() - _FIELDS:
        raise PackError(key, f"unknown: {', '.join(sorted(unknown))}")
    name = _in_every_language(key, entry, "name")
    if max(map(len, name.values())) > LONGEST_NAME:
        raise PackError(key, f"a name has at most {LONGEST_NAME} characters")
    description = _in_every_language(key, entry, "description")
    return Pack(key=key, name=name, description=description, query=_query(key, entry.get("query")))


def _in_every_language(key: str, entry: Mapping[str, Any], field: str) -> Mapping[Language, str]:
    written = entry.get(field)
    texts = written if isinstance(written, dict) else {}
    found = {language: clean(str(texts.get(language.value, ""))) for language in Language}
    for language, text in found.items():
        if not text:
            raise PackError(key, f"{field}.{language.value} is missing")
    return MappingProxyType(found)


def _query(key: str, written: object) -> str:
    if not isinstance(written, str):
        raise PackError(key, "query is missing")
    text = clean(written)
    try:
        return write_query(parse_query(text))
    except QueryError as error:
        near = text[error.position :][:20]
        raise PackError(key, f"query: expected {error.expected.value} at {near!r}") from error
