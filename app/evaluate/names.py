"""Names: do regions and abbreviations stay what they are?"""

from collections.abc import Iterable, Iterator

from app.evaluate.section import Section
from news.concepts import Concept, concepts
from news.gazetteer import regions
from news.shortform import ShortForm
from news.words import fold, forms, lemma


def name_section() -> Section:
    of_regions = {form for region in regions().values() for form in forms(region.name)}
    short = {form for concept in concepts().values() for form in _abbreviations(concept)}
    changed_regions, changed_short = _changed(of_regions), _changed(short)
    return Section(
        name="names",
        title="Names changed (wanted: 0)",
        lines=[
            f"of {len(of_regions)} words of regions' names: {len(changed_regions)}",
            *_shown(changed_regions),
            f"of {len(short)} abbreviations of concepts: {len(changed_short)}",
            *_shown(changed_short),
        ],
        figures={
            "region_words": len(of_regions),
            "region_words_changed": changed_regions,
            "abbreviations": len(short),
            "abbreviations_changed": changed_short,
        },
    )


def _abbreviations(concept: Concept) -> Iterator[str]:
    """Single words that have several capitals, or are made of another name's letters: KPU, Kesbangpol."""
    for name in concept.names:
        if _has_capitals(name) or (len(forms(name)) == 1 and _is_made_of(name, concept.names)):
            yield name


def _has_capitals(name: str) -> bool:
    return name.isalnum() and sum(map(str.isupper, name)) > 1


def _is_made_of(name: str, names: Iterable[str]) -> bool:
    short = ShortForm.of(name)
    return short is not None and any(short.whole_of(long, frozenset()) for long in names if " " in long)


def _changed(names: Iterable[str]) -> list[str]:
    return sorted(name for name in names if lemma(name) != fold(name))


def _shown(changed: Iterable[str]) -> Iterator[str]:
    return (f"  {name} becomes {lemma(name)}" for name in changed)
