"""What matters: the order of the stories of a topic, and why each stands where it stands.

A story's worth is a sum: how many newsrooms tell it by themselves, how well it fits the topic, how fresh it
is. Stories are then picked one after the other, and what was picked already makes the like of it worth less:
an outlet's next story, and another event of the same running story.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from math import exp2, log2

from news.ids import StoryId
from news.rarity import common_words
from news.story import Story
from news.words import lemmas

_FRESH = 24.0
"""Hours after which freshness has halved."""

_SAME_OUTLET = 0.35
"""What a story loses for each story of the same outlet before it."""

_SAME_AFFAIR = 0.8
"""What a story loses for each event of the same running story before it."""

_AFFAIR = 0.34
"""The share of the words of two headlines that both say, from which on they tell one running story."""

_PICKED = 40
"""Stories that are picked one by one; what comes after them stands by its worth alone."""


class Fit(IntEnum):
    """Where the topic's words stand in the best of a story's items."""

    BODY = 0
    LEAD = 1
    HEADLINE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What a story is worth under a topic, by its parts."""

    voices: float = 0.0
    fit: float = 0.0
    region: float = 0.0
    freshness: float = 0.0
    repetition: float = 0.0

    @property
    def total(self) -> float:
        return self.voices + self.fit + self.region + self.freshness + self.repetition


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A story in the order of a topic."""

    story: Story
    fit: Fit
    worth: Worth


def rank(found: Mapping[StoryId, tuple[Story, Fit]], *, regions: Set[str], now: datetime) -> list[Ranked]:
    """The stories that a topic found, the most important first; `regions` are the codes that it asks for."""
    rest = [
        Ranked(story=story, fit=fit, worth=worth(story, fit, regions=regions, now=now))
        for story, fit in found.values()
    ]
    rest.sort(key=_order)
    return _diverse(rest)


def worth(story: Story, fit: Fit, *, regions: Set[str], now: datetime) -> Worth:
    """What the story is worth by itself."""
    hours = max(0.0, (now - story.published_at).total_seconds() / 3600)
    return Worth(
        voices=log2(1 + story.voices),
        fit=fit / 2,
        region=0.5 if story.regions and _inside(story.regions[0], regions) else 0.0,
        freshness=exp2(-hours / _FRESH),
    )


def _diverse(rest: list[Ranked]) -> list[Ranked]:
    headlines = {each.story.id: _headline(each.story) for each in rest}
    picked: list[Ranked] = []
    while rest and len(picked) < _PICKED:
        best = min(rest, key=_order)
        rest.remove(best)
        picked.append(best)
        rest = [_after(each, best, headlines) for each in rest]
    return [*picked, *sorted(rest, key=_order)]


def _after(each: Ranked, picked: Ranked, headlines: Mapping[StoryId, Set[str]]) -> Ranked:
    loss = _SAME_OUTLET if each.story.lead_item.outlet == picked.story.lead_item.outlet else 0.0
    one, other = headlines[each.story.id], headlines[picked.story.id]
    if one and len(one & other) >= _AFFAIR * min(len(one), len(other)):
        loss += _SAME_AFFAIR
    if not loss:
        return each
    return replace(each, worth=replace(each.worth, repetition=each.worth.repetition - loss))


def _order(each: Ranked) -> tuple[float, float, int]:
    story = each.story
    return -each.worth.total, -story.last_seen_at.timestamp(), -story.id


def _headline(story: Story) -> Set[str]:
    return frozenset(lemmas(story.lead_item.title)) - common_words()


def _inside(region: str, wanted: Set[str]) -> bool:
    return region in wanted or region.partition(".")[0] in wanted
