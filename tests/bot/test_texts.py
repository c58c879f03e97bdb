"""The texts: the same in both languages, all of them used, all of them there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message, MessageReference, VariableReference
from fluent.syntax.visitor import Visitor

import bot
from bot.texts import Html, Texts, keys, language_of
from news.chat import Language

ROOM = Path(bot.__file__).parent


class _Names(Visitor):
    """The variables of a text, and the other texts that it is made of."""

    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.texts: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: MessageReference) -> None:
        self.texts.add(node.id.name)


def _named(language: Language) -> dict[str, _Names]:
    found = {}
    source = (ROOM / "locales" / f"{language.value}.ftl").read_text(encoding="utf-8")
    for entry in FluentParser().parse(source).body:
        if isinstance(entry, Message):
            found[entry.id.name] = _Names()
            found[entry.id.name].visit(entry)
    return found


def variables(language: Language) -> dict[str, set[str]]:
    """Every text's variables, and those of the texts in it."""
    named = _named(language)

    def all_of(key: str) -> set[str]:
        return named[key].variables.union(*map(all_of, named[key].texts))

    return {key: all_of(key) for key in named}


def strings() -> Iterator[str]:
    """Every string in the code of this room; of formatted ones the pattern, as a regular expression."""
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.escape(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                yield "".join(
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[a-z-]+"
                    for part in node.values
                )


def asked_for() -> Iterator[tuple[str, set[str]]]:
    """Every text that the code asks for by its name, with the values that it hands over."""
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield from _key(node, node.func.attr)


def _key(call: ast.Call, method: str) -> Iterator[tuple[str, set[str]]]:
    named = call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    if method in {"html", "plain"} and named:
        assert isinstance(call.args[0], ast.Constant)
        yield str(call.args[0].value), {keyword.arg for keyword in call.keywords if keyword.arg}


def test_both_languages_have_the_same_texts_with_the_same_variables() -> None:
    assert variables(Language.INDONESIAN) == variables(Language.ENGLISH)


def test_every_text_that_is_asked_for_exists_and_is_given_its_values() -> None:
    known = variables(Language.INDONESIAN)
    assert {key: values for key, values in asked_for() if known.get(key) != values} == {}


def test_no_text_is_unused() -> None:
    patterns = set(strings())
    used = {key for key in keys(Language.ENGLISH) if any(re.fullmatch(pattern, key) for pattern in patterns)}
    within = {key for names in _named(Language.ENGLISH).values() for key in names.texts}
    assert keys(Language.ENGLISH) - used - within == set()


def test_values_from_people_are_escaped_and_our_own_html_is_not() -> None:
    texts = Texts(Language.ENGLISH)

    assert texts.html("topic-line-brief", name="<b>&") == "• <b>&lt;b&gt;&amp;</b>"
    assert texts.html("topic-line-brief", name=Html("<i>x</i>")) == "• <b><i>x</i></b>"
    assert texts.plain("topic-dropped-note", name="<b>&") == "You no longer follow <b>&."


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("id", Language.INDONESIAN),
        ("jv", Language.INDONESIAN),
        ("ms-MY", Language.INDONESIAN),
        (None, Language.INDONESIAN),
        ("en", Language.ENGLISH),
        ("en-GB", Language.ENGLISH),
        ("de", Language.ENGLISH),
    ],
)
def test_the_language_is_the_one_that_the_person_reads(code: str | None, language: Language) -> None:
    assert language_of(code) is language
