"""Everything we say, in the person's language: one Fluent file per language in `bot/locales`."""

from functools import cache
from html import escape
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

from news.chat import Language

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
        self._bundle = _bundle(language)

    def html(self, key: str, **values: object) -> Html:
        """The text as HTML. Values are escaped, unless they are Html already; numbers choose the plural."""
        return Html(self._format(key, {name: _escaped(value) for name, value in values.items()}))

    def plain(self, key: str, **values: object) -> str:
        """The text for buttons, menus and alerts, where Telegram reads no HTML."""
        return self._format(key, values)

    def _format(self, key: str, values: dict[str, object]) -> str:
        message = self._bundle.get_message(key)
        if message.value is None:
            raise KeyError(key)
        text, errors = self._bundle.format_pattern(message.value, values)
        if errors:
            raise errors[0]
        return str(text)


def keys(language: Language) -> frozenset[str]:
    """The names of all texts of a language."""
    return frozenset(_bundle(language)._messages)


@cache
def _bundle(language: Language) -> FluentBundle:
    # Isolation marks around values are invisible characters that count towards Telegram's limits and
    # break bold text and links apart; hostile direction marks are gone from the news already.
    bundle = FluentBundle([language.value], use_isolating=False)
    bundle.add_resource(FluentResource((_LOCALES / f"{language.value}.ftl").read_text(encoding="utf-8")))
    return bundle


def _escaped(value: object) -> object:
    return escape(value, quote=True) if isinstance(value, str) and not isinstance(value, Html) else value
