"""Everything we say, in the person's language: one Fluent file per language in `bot/locales`."""

from collections.abc import Hashable
from functools import cache, lru_cache
from html import escape
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

from news.chat import Language

_LONGEST_VALUE = 1_000
_LOCALES = Path(__file__).parent / "locales"
_READ_INDONESIAN = frozenset({"id", "ms", "jv", "su", "min", "ban", "bjn", "ace", "mad"})
"""Languages of Telegram's apps whose speakers read Indonesian more easily than English."""


def language_of(code: str | None) -> Language:
    """The language for a person whose app speaks `code` ("jv", "en-GB"); Indonesian where none is given."""
    if not code or code.partition("-")[0].lower() in _READ_INDONESIAN:
        return Language.INDONESIAN
    return Language.ENGLISH


class Html(str):
    """Text in Telegram's HTML; whatever came from people or feeds is escaped in it."""

    __slots__ = ()


class Texts:
    """The texts of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def html(self, key: str, **values: Hashable) -> Html:
        """The text as HTML. Values are escaped, unless they are Html already; numbers choose the plural."""
        return Html(self._format(key, {name: _escaped(value) for name, value in values.items()}))

    def plain(self, key: str, **values: Hashable) -> str:
        """The text for buttons, menus and alerts, where Telegram reads no HTML."""
        return self._format(key, values)

    def _format(self, key: str, values: dict[str, Hashable]) -> str:
        return _formatted(self.language, key, tuple(values.items()))


def keys(language: Language) -> frozenset[str]:
    """The names of all texts of a language."""
    return frozenset(_bundle(language)._messages)


@lru_cache(10_000)
def _formatted(language: Language, key: str, values: tuple[tuple[str, Hashable], ...]) -> str:
    message = _bundle(language).get_message(key)
    if message.value is None:
        raise KeyError(key)
    long = {f"\ue000{name}\ue000": value for name, value in values if _is_long(value)}
    short = {name: f"\ue000{name}\ue000" if _is_long(value) else value for name, value in values}
    text, errors = _bundle(language).format_pattern(message.value, short)
    if errors:
        raise errors[0]
    for mark, value in long.items():
        text = str(text).replace(mark, str(value))
    return str(text)


def _is_long(value: Hashable) -> bool:
    """Whether Fluent might refuse the value: it takes 2,500 characters, and a list of topics may have more.

    Such a value is put in afterwards, where private signs hold its place.
    """
    return isinstance(value, str) and len(value) > _LONGEST_VALUE


@cache
def _bundle(language: Language) -> FluentBundle:
    # Isolation marks around values are invisible characters that count towards Telegram's limits and
    # break bold text and links apart; hostile direction marks are gone from the news already.
    bundle = FluentBundle([language.value], use_isolating=False)
    bundle.add_resource(FluentResource((_LOCALES / f"{language.value}.ftl").read_text(encoding="utf-8")))
    return bundle


def _escaped(value: Hashable) -> Hashable:
    return escape(value, quote=True) if isinstance(value, str) and not isinstance(value, Html) else value
