"""Reading fields of a call's JSON objects, with Telegram's words for what is not as promised."""

from collections.abc import Mapping
from typing import Any

from sandbox.telegram.errors import TelegramError, bad_request


class Fields:
    """One JSON object. `where` names it in refusals, as in "can't parse inline keyboard button"."""

    def __init__(self, raw: Any, where: str = "") -> None:
        self._where = where
        if not isinstance(raw, Mapping):
            raise self.refusal("Object expected")
        self.raw = raw

    def text(self, name: str, default: str | None = None) -> str:
        """Numbers are taken for text, as Telegram does."""
        value = self._value(name, default)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise self._wrong_type(name, "String")
        return str(value)

    def integer(self, name: str, default: int | None = None) -> int:
        value = self._value(name, default)
        if isinstance(value, str) and value.removeprefix("-").isdecimal() and value.isascii():
            return int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._wrong_type(name, "Number")
        return value

    def flag(self, name: str) -> bool:
        value = self.raw.get(name)
        if value is not None and not isinstance(value, bool):
            raise self._wrong_type(name, "Boolean")
        return bool(value)

    def items(self, name: str) -> list[Any]:
        value = self._value(name, None)
        if not isinstance(value, list):
            raise self._wrong_type(name, "Array")
        return value

    def inner(self, name: str) -> "Fields":
        return Fields(self._value(name, None), self._where)

    def check_flags(self, *names: str) -> None:
        for name in names:
            self.flag(name)

    def refusal(self, why: str) -> TelegramError:
        if self._where:
            return bad_request(f"can't parse {self._where}: {why}")
        return bad_request(why[0].lower() + why[1:])

    def _value(self, name: str, default: Any) -> Any:
        value = self.raw.get(name, default)
        if value is None:
            raise self.refusal(f'Can\'t find field "{name}"')
        return value

    def _wrong_type(self, name: str, kind: str) -> TelegramError:
        return self.refusal(f'Field "{name}" must be of type {kind}')


def object_list(raw: Any, where: str) -> list[Fields]:
    """A JSON array of objects; nothing is an empty one."""
    return [Fields(item, where) for item in raw or ()]
