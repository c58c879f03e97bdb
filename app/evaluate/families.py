"""Word families: are all forms of one found together, and none of two?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from app.evaluate.section import Section, share
from news.words import lemma

LEAST_RECALL = 0.97

Families = Mapping[str, Sequence[str]]


def family_section(families: Families) -> Section:
    pairs = [pair for forms in families.values() for pair in combinations(dict.fromkeys(forms), 2)]
    together = sum(lemma(one) == lemma(other) for one, other in pairs)
    merged = _merged(families)
    recall = share(together, len(pairs))
    return Section(
        name="families",
        title="Word families",
        lines=[
            f"pair recall {recall}, {together} of {len(pairs)} pairs (wanted: at least {LEAST_RECALL})",
            f"merged pairs of families: {len(merged)} (wanted: 0)",
            *(f"  merged: {one} and {other}" for one, other in merged),
            *_apart(families),
        ],
        figures={
            "families": len(families),
            "pairs": len(pairs),
            "pair_recall": recall,
            "pair_recall_wanted": LEAST_RECALL,
            "merged": [list(pair) for pair in merged],
        },
    )


def _merged(families: Families) -> list[tuple[str, str]]:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for name, forms in families.items():
        for form in forms:
            owners[lemma(form)].add(name)
    return sorted({pair for names in owners.values() for pair in combinations(sorted(names), 2)})


def _apart(families: Families) -> Iterator[str]:
    for name, forms in families.items():
        by_lemma: defaultdict[str, list[str]] = defaultdict(list)
        for form in forms:
            by_lemma[lemma(form)].append(form)
        if len(by_lemma) > 1:
            groups = (f"{found}: {' '.join(alike)}" for found, alike in by_lemma.items())
            yield f"  apart: {name}: {' | '.join(groups)}"
