"""Whatever its values are, Telegram takes every text in both languages, letter for letter."""

from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Identifier, Message, NumberLiteral, SelectExpression, VariableReference
from fluent.syntax.visitor import Visitor

import bot
from bot.texts import Texts, keys
from news.chat import Language
from tests.bot.telegram_reads import telegram_reads
from tests.bot.test_texts import variables

LOCALES = Path(bot.__file__).parent / "locales"
HOSTILE = (
    '<b>"Q&A"</b> & <script>',
    "'></code></a></b>",
    "&lt;&amp;&#60;&nbsp;",
    "أخبار عاجلة שלום",
    "Z̸͎͛a̷l̵g̶o̴",
    "👩‍👩‍👧‍👦🇮🇩🗞",
    "{ $name } { -term }",
    "banjir " * 500 + "belitung",
)


class _Choices(Visitor):
    """What a text's variables may be to choose one of its forms."""

    def __init__(self) -> None:
        self.of: dict[str, set[str | int]] = {}

    def visit_SelectExpression(self, node: SelectExpression) -> None:
        if isinstance(node.selector, VariableReference):
            forms = {_form(variant.key) for variant in node.variants}
            self.of.setdefault(node.selector.id.name, set()).update(forms)
        self.generic_visit(node)


def _form(key: Identifier | NumberLiteral) -> str | int:
    if isinstance(key, NumberLiteral):
        return int(key.value)
    return {"one": 1, "other": 7}.get(key.name, key.name)


@cache
def _choices(language: Language) -> dict[str, set[str | int]]:
    """By variable, whichever text it is in: a variable chooses in one text what it chooses in all."""
    found = _Choices()
    for entry in FluentParser().parse((LOCALES / f"{language.value}.ftl").read_text(encoding="utf-8")).body:
        if isinstance(entry, Message):
            found.visit(entry)
    return found.of


def _ways(names: set[str], language: Language, value: str) -> Iterator[dict[str, str | int]]:
    """Every way to fill in a text: each of its forms, with `value` wherever a value chooses no form."""
    choices, ordered = _choices(language), sorted(names)
    for chosen in product(*(sorted(choices.get(name, {value}), key=str) for name in ordered)):
        yield dict(zip(ordered, chosen, strict=True))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: value[:12])
def test_every_text_in_all_its_forms_is_taken_with_any_value_in_it(language: Language, value: str) -> None:
    texts, told = Texts(language), 0
    for key, names in variables(language).items():
        for values in _ways(names, language, value):
            read = telegram_reads(texts.html(key, **values))
            written = texts.plain(key, **values)
            assert read.text.count(value) == written.count(value), key
            told += 1
    assert told > len(keys(language))


@pytest.mark.parametrize("language", Language)
def test_every_text_needs_no_value_to_be_taken_as_html_and_leaves_most_of_the_room(
    language: Language,
) -> None:
    for key, names in variables(language).items():
        for values in _ways(names, language, "x"):
            assert telegram_reads(Texts(language).html(key, **values)).units < 2_000, key
