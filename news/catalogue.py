"""The catalogue of known feeds: which outlets have one, where, and what serves where there is none.

It stands in `data/catalogue.csv`, columns outlet, url, region, kind and note. Feeds come and go: one that
stands here was seen to work once, unless its note says otherwise.
"""

import csv
import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from news.gazetteer import area_of, province_of
from news.regions import is_part_of
from news.site import bare_host, site_of
from news.words import fold, forms

_LIKENESS = 0.75
_SUGGESTIONS = 3
_LONGEST_NAME = 200
_SYLLABLES = 4
"""Letters from which on a word is looked for inside others."""


class Kind(StrEnum):
    """Who speaks in a feed; NONE where there is no feed, only a note of what serves instead."""

    NATIONAL = "national"
    REGIONAL = "regional"
    GOVERNMENT = "government"
    PARTY = "party"
    NGO = "ngo"
    SEARCH = "search"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A known feed. `region` is the code of the outlet's home or empty, `note` is for the operator.

    `url` is empty where the outlet has no feed.
    """

    outlet: str
    url: str
    region: str
    kind: Kind
    note: str

    @property
    def place(self) -> str:
        """Where the outlet is on the web: its feed's host, or the one that its note begins with."""
        return bare_host(self.url) if self.url else self.note.partition(":")[0]


@cache
def catalogue() -> tuple[Listed, ...]:
    """Every row of the catalogue, in its order."""
    text = files("news").joinpath("data", "catalogue.csv").read_text(encoding="utf-8")
    return tuple(
        Listed(
            outlet=row["outlet"],
            url=row["url"],
            region=row["region"],
            kind=Kind(row["kind"]),
            note=row["note"],
        )
        for row in csv.DictReader(text.splitlines())
    )


def listed_in(region_code: str) -> tuple[Listed, ...]:
    """The feeds of the catalogue that serve a region, the nearest first."""
    return serving(region_code, catalogue())


def serving(region_code: str, known: Iterable[Listed]) -> tuple[Listed, ...]:
    """Those of the known feeds that serve a region, the nearest first.

    Those of the region and its parts, of its province, of Papua's others if it lies there, and national ones.
    """
    feeds = [listed for listed in known if listed.url]
    at_home = [listed for listed in feeds if listed.region]
    own = [listed for listed in at_home if is_part_of(listed.region, region_code)]
    above = [listed for listed in at_home if listed.region == province_of(region_code)]
    around = [listed for listed in at_home if _is_in_other_papua(listed.region, region_code)]
    national = [listed for listed in feeds if listed.kind is Kind.NATIONAL and not listed.region]
    return tuple(dict.fromkeys([*own, *above, *around, *national]))


def _is_in_other_papua(code: str, region_code: str) -> bool:
    """Whether a region lies in another province of the area that news hardly tells apart: Papua."""
    return province_of(code) != province_of(region_code) and area_of(code) == area_of(region_code)


def listed_as(name: str) -> tuple[Listed, ...]:
    """What the catalogue knows of an outlet, by its name or by any address of its site, the likeliest first.

    A name may be incomplete, or misspelt where nothing else fits.
    """
    name = name.strip()[:_LONGEST_NAME]
    if (host := _host(name)) and (of_site := _at(host)):
        return of_site
    return _named(name) or _named_nearly(name)


def _host(name: str) -> str:
    if " " in name or "." not in name:
        return ""
    return bare_host(name if "//" in name else f"//{name}")


def _at(host: str) -> tuple[Listed, ...]:
    """What the catalogue has at a host, then what else it has on the same site."""
    same_host = [listed for listed in catalogue() if listed.place == host]
    site = site_of(f"//{host}")
    same_site = [listed for listed in catalogue() if site and site_of(f"//{listed.place}") == site]
    return tuple(dict.fromkeys([*same_host, *same_site]))


def _named(name: str) -> tuple[Listed, ...]:
    asked, words = _key(name), [fold(form) for form in forms(name)]
    if not asked:
        return ()
    same = [listed for listed in catalogue() if _key(listed.outlet) == asked]
    begins = [listed for listed in catalogue() if _key(listed.outlet).startswith(asked)]
    fits = [listed for listed in catalogue() if all(_fits(word, listed) for word in words)]
    return tuple(dict.fromkeys([*same, *begins, *fits]))


def _fits(asked: str, listed: Listed) -> bool:
    """Whether a word of the outlet's name or host begins with `asked`, or holds it if it is long enough."""
    words = [*map(fold, forms(listed.outlet)), *listed.place.split(".")]
    return any(word.startswith(asked) or (len(asked) >= _SYLLABLES and asked in word) for word in words)


def _named_nearly(name: str) -> tuple[Listed, ...]:
    outlets = dict.fromkeys(_key(listed.outlet) for listed in catalogue())
    alike = difflib.get_close_matches(_key(name), outlets, n=_SUGGESTIONS, cutoff=_LIKENESS)
    return tuple(listed for outlet in alike for listed in catalogue() if _key(listed.outlet) == outlet)


@lru_cache(1_000)
def _key(name: str) -> str:
    return "".join(map(fold, forms(name)))
