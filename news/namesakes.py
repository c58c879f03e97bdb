"""Which of several regions a name means, and whether a doubtful name means one, by the rest of the news.

A name of several regions means, in this order: its usual meaning where that is a province; the one of them
that the news names clearly; its usual meaning otherwise; the outlet's home; those in a province that the news
names; those in the province of the outlet's home. Where nothing tells, regions of one province share the
mention, and regions of several provinces get none.

A doubtful name means a region that the news names clearly, or one at the outlet's home; an ordinary word also
one in a province that the news names. A plain name that may be a village's is only refused where all else
speaks of other provinces.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass

from news.gazetteer import Doubt, area_of, knowledge, regions, usual_meaning
from news.sightings import Sighting


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the news names clearly, regions and their areas, and where its outlet is at home."""

    settled: frozenset[str]
    areas: frozenset[str]
    home: str | None


def surroundings(seen: Iterable[Sighting], *, home: str | None) -> Surroundings:
    settled = frozenset(one.codes[0] for one in seen if one.sure and len(one.codes) == 1)
    return Surroundings(settled=settled, areas=frozenset(map(area_of, settled)), home=home)


def regions_meant(sighting: Sighting, around: Surroundings) -> tuple[str, ...]:
    """The codes that share the mention; none if it is no region or cannot be decided."""
    if not (sighting.sure or _is_vouched_for(sighting, around)):
        return ()
    return sighting.codes if len(sighting.codes) == 1 else _chosen(sighting, around)


def _is_vouched_for(sighting: Sighting, around: Surroundings) -> bool:
    if not around.settled.isdisjoint(sighting.codes):
        return True
    vouching = {area_of(around.home)} if around.home else set()
    if sighting.doubt is not Doubt.NAME:
        vouching |= around.areas - {knowledge()["newsroom"]}
    if not vouching:
        return sighting.doubt is None
    return not vouching.isdisjoint(map(area_of, sighting.codes))


def _chosen(sighting: Sighting, around: Surroundings) -> tuple[str, ...]:
    usual = [code for code in (usual_meaning(sighting.name),) if code in sighting.codes]
    if usual and regions()[usual[0]].parent is None:
        return (usual[0],)
    settled = [code for code in sighting.codes if code in around.settled]
    if len(settled) == 1:
        return (settled[0],)
    return (usual[0],) if usual else _nearest(sighting.codes, around)


def _nearest(codes: tuple[str, ...], around: Surroundings) -> tuple[str, ...]:
    if around.home in codes:
        return (around.home,)
    at_home = {area_of(around.home)} if around.home else frozenset[str]()
    near = _inside(codes, around.areas) or _inside(codes, at_home) or codes
    return near if len(set(map(area_of, near))) == 1 else ()


def _inside(codes: tuple[str, ...], areas: Set[str]) -> tuple[str, ...]:
    return tuple(code for code in codes if area_of(code) in areas)
