"""The regions of Indonesia and the names under which news and people know them."""

import csv
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from news.name_tree import Name, NameTree
from news.words import fold, forms

_FIRST_CITY = "71"
"""From this number on, the second part of a code (always two digits) counts the cities of a province."""

_KINDS = ("Kabupaten Administrasi ", "Kota Administrasi ", "Kabupaten ", "Kota ")
_DIRECTIONS = {
    "Utara": "North",
    "Selatan": "South",
    "Barat": "West",
    "Timur": "East",
    "Tengah": "Central",
    "Tenggara": "Southeast",
}
_ISLANDS = {"Sumatera": "Sumatra", "Jawa": "Java"}


class Level(StrEnum):
    """What a region is: a part of the country, or one of the two kinds of parts of a province."""

    PROVINCE = "province"
    REGENCY = "regency"
    CITY = "city"


class Doubt(StrEnum):
    """What else a region's name is: an ordinary word, or a name of somebody or something."""

    WORD = "words"
    NAME = "names"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A province (`parent` is None), a regency or a city, by its official code and name."""

    code: str
    parent: str | None
    name: str

    @property
    def level(self) -> Level:
        _, _, number = self.code.partition(".")
        if not number:
            return Level.PROVINCE
        return Level.CITY if number >= _FIRST_CITY else Level.REGENCY

    @property
    def place(self) -> str:
        """The name without Kabupaten or Kota: "Belitung"."""
        kind = next(filter(self.name.startswith, _KINDS), "")
        return self.name.removeprefix(kind)


@cache
def regions() -> Mapping[str, Region]:
    """All regions by code, in the order of their codes."""
    text = _data("regions.csv")
    rows = csv.DictReader(text.splitlines())
    listed = (
        Region(code=row["code"], parent=row["parent"] or None, name=row["name"].strip()) for row in rows
    )
    return {region.code: region for region in listed}


@cache
def knowledge() -> Mapping[str, Any]:
    """What `region_names.toml` says."""
    return tomllib.loads(_data("region_names.toml"))


@cache
def short_name(code: str) -> str:
    """How readers know a region at a glance: "Belitung", "Kota Bogor" beside a Bogor; empty for no region."""
    region = regions().get(code)
    if region is None:
        return ""
    is_one_of_two = any(other.place == region.place and other is not region for other in regions().values())
    if region.level is Level.CITY and is_one_of_two:
        return f"Kota {region.place}"
    return str(knowledge()["short"].get(code, region.place))


@cache
def name_tree() -> NameTree:
    """All names; the names that mean no region are owned by the empty code."""
    tree = NameTree()
    for code in regions():
        for text in names_of(code):
            tree.add(Name(words=tuple(forms(text)), owner=code, cased=text.isupper()))
    for text in knowledge()["elsewhere"]["names"]:
        tree.add(Name(words=tuple(forms(text)), owner=""))
    return tree


def names_of(code: str) -> tuple[str, ...]:
    """Every name of a region, except for the words Kabupaten, Kota and Provinsi before it."""
    given = [regions()[code].place, *knowledge()["names"].get(code, ())]
    return tuple(dict.fromkeys(written for name in given for written in _spellings(name)))


def province_of(code: str) -> str:
    return code.partition(".")[0]


@cache
def area_of(code: str) -> str:
    """The province of a region; the first of Papua's for all of Papua, which news hardly tells apart."""
    papua = knowledge()["papua"]
    province = province_of(code)
    return str(papua[0]) if province in papua else province


@cache
def doubt_about(name: tuple[str, ...]) -> Doubt | None:
    """What else a name, given as its words, is."""
    return _doubts().get(_key(name))


@cache
def usual_meaning(name: tuple[str, ...]) -> str | None:
    """The region that a name of several, given as its words, means when nothing tells."""
    return _usual().get(_key(name))


@cache
def levels_named_by(where: str) -> Mapping[str, tuple[Level, ...]]:
    """The words that say of what level a name is, "before" or "after" it, folded."""
    words = knowledge()[where]
    return {word: (level,) for level in Level for word in words[level.value]}


@cache
def words_before(role: str) -> frozenset[str]:
    """The words that have this role directly before a name, folded: police, joining, place, aside …"""
    return frozenset(knowledge()["before"][role])


def _spellings(name: str) -> Iterator[str]:
    yield name
    base, _, direction = name.rpartition(" ")
    english = _ISLANDS.get(base, base)
    if direction in _DIRECTIONS:
        yield f"{english} {direction}"
        yield f"{_DIRECTIONS[direction]} {english}"
    first, *rest = forms(name)
    if rest and all(word in _DIRECTIONS for word in rest[1:]):
        yield " ".join([first + rest[0].lower(), *rest[1:]])


@cache
def _doubts() -> Mapping[str, Doubt]:
    doubtful = knowledge()["doubtful"]
    return {_key(forms(name)): doubt for doubt in Doubt for name in doubtful[doubt.value]}


@cache
def _usual() -> Mapping[str, str]:
    return {_key(forms(name)): code for name, code in knowledge()["usual"].items()}


def _key(words: Sequence[str]) -> str:
    return "".join(map(fold, words))


def _data(name: str) -> str:
    return files("news").joinpath("data", name).read_text(encoding="utf-8")
