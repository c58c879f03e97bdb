"""Nothing that passes through `harmless` can be tapped in Telegram."""

import re
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.harmless import harmless, letters, marked, without_joiners
from bot.packing import plain_text
from news.text import clean
from tests.bot.telegram_reads import telegram_reads

SPARKS = some.sampled_from(
    [
        *"ab1._-@#$/:?=& (é¹ш。，~%+<",
        "tg://", "ton://", "tonsite://", "http://", "https://", "mailto:", "com", "id", "рф", "xn--p1ai",
        "12", "10.0.0.1", "t.me/", "@gif", "resolve?domain=x", "USD", "localhost",
    ]
)  # fmt: skip


@settings(max_examples=1000, deadline=None)
@given(some.lists(SPARKS, min_size=1, max_size=7).map("".join))
def test_telegram_finds_nothing_to_tap_in_any_text(text: str) -> None:
    assert telegram_reads(harmless(text)).sparks == []


@settings(max_examples=500, deadline=None)
@given(some.lists(SPARKS, min_size=1, max_size=7).map("".join).map(clean), some.data())
def test_words_in_bold_give_telegram_nothing_to_tap_either(text: str, data: some.DataObject) -> None:
    spans = data.draw(_spans(len(text)))

    shown = marked(text, spans)

    assert telegram_reads(shown).sparks == []
    assert without_joiners(plain_text(shown)) == text
    assert plain_text(marked(text, spans, linked=True)) == text
    assert re.findall("<b>(.*?)</b>", without_joiners(shown)) == [
        escape(text[start:end]) for start, end in spans
    ]


def _spans(length: int) -> some.SearchStrategy[list[tuple[int, int]]]:
    """Some parts of a text, apart from one another or side by side."""
    edges = some.lists(some.integers(0, length), unique=True, max_size=6).map(sorted)
    return edges.map(lambda ends: list(zip(ends[::2], ends[1::2], strict=False)))


@given(some.text(max_size=50).filter(lambda text: "\u2060" not in text))
def test_people_read_the_same_text_on_one_line(text: str) -> None:
    assert without_joiners(plain_text(harmless(text))) == clean(text)
    assert plain_text(letters(text)) == clean(text)


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\u200b", "\n", "\x00", "\ud800"])
def test_no_sign_can_turn_hide_or_break_a_line(sign: str) -> None:
    assert sign not in harmless(f"Kabar{sign}pagi")
    assert sign not in letters(f"Kabar{sign}pagi")


@pytest.mark.parametrize("text", ["ton://-", "tg://-a", "a@b.id", "(/start)", "jahat.co.id", "10.0.0.1"])
def test_this_too_is_harmless(text: str) -> None:
    assert telegram_reads(harmless(text)).sparks == []
