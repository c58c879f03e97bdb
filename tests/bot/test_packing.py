"""Blocks into messages."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.packing import MOST_BYTES, MOST_ENTITIES, MOST_UNITS, Block, pack, plain_text
from bot.texts import Texts
from news.chat import Language
from news.message import Button, Message


def _texts(*blocks: Block) -> list[str]:
    return [message.html for message in pack(blocks)]


@pytest.mark.parametrize("language", Language)
def test_every_message_leaves_room_for_the_mark_of_a_repeat(language: Language) -> None:
    mark = Texts(language).html("digest-repeat") + "\n\n"

    assert MOST_UNITS + _units(mark) <= 4096
    assert MOST_ENTITIES + mark.count("<") < 100
    assert MOST_BYTES + len(mark.encode()) <= 32_768


def test_what_fits_stays_in_one_message() -> None:
    assert _texts(Block(html="satu"), Block(html="dua")) == ["satu\n\ndua"]


def test_a_heading_stands_above_the_first_block_of_its_section() -> None:
    section = [
        Block(html="satu", heading="A (2)", continued="A (lanjutan)"),
        Block(html="dua", continued="A (lanjutan)"),
    ]

    assert _texts(Block(html="kepala"), *section) == ["kepala\n\nA (2)\nsatu\n\ndua"]


def test_a_section_that_goes_on_repeats_its_heading_and_a_new_one_does_not() -> None:
    long = "x" * (MOST_UNITS - 40)
    going_on = Block(html="dua", continued="A (lanjutan)" + "." * 40)
    beginning = Block(html="tiga", heading="B" * 40, continued="B (lanjutan)")
    first = Block(html=long, heading="A (2)", continued="A (lanjutan)")

    assert _texts(first, going_on)[1:] == []
    assert _texts(first, Block(html="y" * 40, continued="A (lanjutan)"))[1] == f"A (lanjutan)\n{'y' * 40}"
    assert _texts(first, beginning)[1] == f"{'B' * 40}\ntiga"


def test_units_are_counted_as_telegram_counts_them() -> None:
    gap = 2
    pictures = Block(html="🗞" * 1000)  # two units each
    room = MOST_UNITS - 2000 - gap

    assert len(_texts(pictures, Block(html="x" * room))) == 1
    assert len(_texts(pictures, Block(html="x" * (room + 1)))) == 2


def test_markup_and_escapes_do_not_count_as_text() -> None:
    block = Block(html=f'<a href="https://kabar.example/{"a" * 500}">{"&amp;" * 1500}</a>')

    assert len(_texts(block, block)) == 1
    assert len(_texts(block, block, block)) == 2


def test_beyond_a_hundred_entities_telegram_drops_them_so_there_are_never_as_many() -> None:
    assert len(_texts(*[Block(html="<b>x</b>")] * MOST_ENTITIES)) == 1
    assert len(_texts(*[Block(html="<b>x</b>")] * (MOST_ENTITIES + 1))) == 2


def test_long_addresses_do_not_make_the_markup_too_long() -> None:
    block = Block(html=f'<a href="https://kabar.example/{"é" * 2000}">x</a>')

    messages = _texts(*[block] * 20)

    assert len(messages) == 3
    assert all(len(html.encode()) <= MOST_BYTES for html in messages)


def test_buttons_stand_under_the_message_that_holds_their_block() -> None:
    more = Button(text="Lagi", data="more")

    first, second = pack([Block(html="x" * MOST_UNITS), Block(html="y", buttons=(more,))], thread=7)

    assert first == Message(html="x" * MOST_UNITS, thread=7)
    assert second == Message(html="y", buttons=((more,),), thread=7)


@given(some.lists(some.text("ab🗞&<", min_size=1, max_size=1200), min_size=1, max_size=12))
def test_no_block_is_lost_broken_or_moved_and_no_two_messages_could_be_one(texts: list[str]) -> None:
    blocks = [Block(html=text.replace("&", "&amp;").replace("<", "&lt;")) for text in texts]

    messages = [plain_text(html) for html in _texts(*blocks)]

    assert "\n\n".join(messages) == "\n\n".join(texts)
    assert all(_units(message) <= MOST_UNITS for message in messages)
    for message, following in pairwise(messages):
        assert _units(f"{message}\n\n{following.split(chr(10))[0]}") > MOST_UNITS


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_what_is_full_stands_in_the_place_of_what_is_brief_where_there_is_room() -> None:
    block = Block(html="satu", brief="\n(dua)", full="\n(dua, tiga)", foot="\n…")

    assert _texts(block) == ["satu\n(dua, tiga)\n…"]
    assert _texts(Block(html="x" * (MOST_UNITS - 20)), block)[0].endswith("x\n\nsatu\n(dua, tiga)\n…")
    assert _texts(Block(html="x" * (MOST_UNITS - 19)), block)[0].endswith("x\n\nsatu\n(dua)\n…")


@given(
    some.lists(
        some.builds(
            lambda html, brief, full: Block(html="a" * html, brief="b" * brief, full="c" * full),
            some.integers(1, 1500),
            some.integers(0, 300),
            some.integers(0, 900),
        ),
        max_size=12,
    )
)
def test_what_is_full_makes_no_message_more_and_every_message_fits(blocks: list[Block]) -> None:
    messages = pack(blocks)

    assert len(messages) == len(pack([replace(block, full="") for block in blocks]))
    assert all(_units(message.html) <= MOST_UNITS for message in messages)
