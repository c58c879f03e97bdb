"""Whatever people write to any command, they are answered, and Telegram takes the answer."""

import pytest

from bot.commands import COMMANDS
from tests.bot.people import Person

MISHAP = ("Ada yang salah di pihak kami", "Something went wrong on our side")

HOSTILE = [
    '<b>"R&D"</b> & <script>',
    "</code></a> &lt;&#60;&nbsp;",
    "أخبار عاجلة \u202eabc\u2066 שלום",
    "Z\u0338\u034e\u035ba\u0337l\u0335g\u0336o\u0334" * 40,
    "👩‍👩‍👧‍👦🇮🇩🗞" * 30,
    "@penipu #palsu $USD jahat.com tg://x mailto:a@b.id 10.0.0.1",
    "banjir\u0000\u2028longsor\r\n\tgempa",
    "<" * 4_000,
    "🗞" * 2_000,
    "banjir ATAU longsor " * 200,
    "<&>" * 20 + ": banjir",
    "Banjir <&>: " + "(banjir ATAU longsor) " * 20,
]


async def everything_written(person: Person, words: str) -> None:
    """The words to every command, by themselves, and a tap on every button that comes with the answers."""
    pressed = set()
    for command in COMMANDS:
        shown = await person.writes(f"/{command.name} {words}"[:4_000])
        for button in shown.buttons:
            if button in shown.buttons and button not in pressed:
                shown = (await person.presses(button, shown)).message
                pressed.add(button)


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: words[:12].encode("unicode_escape").decode())
async def test_any_words_are_answered(sari: Person, emily: Person, words: str) -> None:
    for person in (sari, emily):
        await everything_written(person, words)

        assert not [answer.id for answer in await person.reads() if answer.text.startswith(MISHAP)]
