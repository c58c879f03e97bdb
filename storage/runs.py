"""Runs: the tokens, next to one another, by which the index knows a term."""

from collections.abc import Iterator
from typing import assert_never

from news.query import Named, Words
from news.tokens import concept_token, exact_token


def runs_of(term: Words | Named) -> Iterator[tuple[str, ...]]:
    """The runs of tokens any of which is the term."""
    match term:
        case Words(wanted=wanted, exact=exact):
            yield tuple(map(exact_token, wanted)) if exact else wanted
        case Named(wanted=wanted, concept=concept):
            if wanted:
                yield wanted
            yield (concept_token(concept),)
        case _:
            assert_never(term)
