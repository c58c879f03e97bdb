"""Shingles: what a full text is known by, and how far two texts are the same."""

from zlib import crc32

import pytest

from news.shingles import FEWEST_WORDS, KEYS, MOST_SHINGLES, keys, resemblance, shingles
from tests.make import make_text


def test_the_runs_of_three_words_count_however_they_are_written() -> None:
    text = make_text("Pasar")
    written = ". ".join(text.upper().split())

    assert shingles(written) == shingles(text)
    assert len(shingles(text)) == 88
    assert crc32(b"pasar0 pasar1 pasar2") in shingles(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Rapat berlangsung sehari di kantor bupati.",
        make_text("a", length=FEWEST_WORDS - 1),
        f"{make_text('a', length=FEWEST_WORDS - 1)} " * 50,
        "kabar " * 5_000,
        "x" * 1_000_000,
    ],
)
def test_what_has_too_few_words_to_be_told_from_others_has_none(text: str) -> None:
    assert shingles(text) == ()


def test_texts_resemble_one_another_by_the_share_of_what_both_say() -> None:
    fire, flood = make_text("api"), make_text("air")
    one, both = shingles(fire), shingles(f"{fire} {flood}")

    assert resemblance(one, one) == 1
    assert resemblance(one, shingles(flood)) == 0
    assert resemblance(one, both) == resemblance(both, one) == 88 / 178
    assert resemblance((), ()) == 0


def test_of_a_huge_text_no_more_is_kept_than_of_a_long_one_and_copies_still_resemble_it() -> None:
    long = make_text("kata", length=2_000)
    changed = f"{make_text('lain', length=1_000)} {long}"

    assert len(shingles(f"{long} " * 1_000)) == MOST_SHINGLES
    assert resemblance(shingles(long), shingles(changed)) == pytest.approx(2 / 3, abs=0.08)
    assert resemblance(shingles(long), shingles(make_text("kata", length=300))) == pytest.approx(
        0.15, abs=0.05
    )


def test_texts_that_are_a_third_the_same_share_a_key() -> None:
    shared = 0
    for number in range(200):
        both = make_text(f"sama{number}x")
        one, other = (shingles(f"{make_text(f'{name}{number}x')} {both}") for name in ("satu", "dua"))
        assert 0.3 < resemblance(one, other) < 0.36
        assert len(keys(one)) == KEYS
        shared += not set(keys(one)).isdisjoint(keys(other))

    assert shared >= 180
