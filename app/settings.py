"""The settings: from the environment or a `.env` file, each with the prefix KLIPING_."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dotenv import dotenv_values

from app.errors import SettingsError
from news.address import Networks, read_networks

PREFIX = "KLIPING_"
DEFAULT_FEEDS_FILE = Path(__file__).parent / "feeds.csv"

_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{30,}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


def _setting(default: Any, read: Callable[[str], Any], may_hold: str, *, secret: bool = False) -> Any:
    metadata = {"read": read, "may_hold": may_hold}
    return field(default=default, repr=not secret, metadata=metadata | {"secret": secret})


def _token(text: str) -> str:
    return _matching(_TOKEN, text)


def _secret(text: str) -> str:
    return _matching(_SECRET, text)


def _matching(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError
    return text


def _database(text: str) -> str:
    if not text.startswith(("sqlite:///", "postgresql://")) or text in ("sqlite:///", "sqlite:///:memory:"):
        raise ValueError
    return text


def _web(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError
    return text.rstrip("/")


def _https(text: str) -> str:
    parts = urlsplit(_web(text))
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise ValueError
    return text.rstrip("/")


def _line(text: str) -> str:
    # It becomes part of a header, which a line break would end.
    if not text.isprintable():
        raise ValueError
    return text


def _port(text: str) -> int:
    if not 1 <= int(text) <= 65535:
        raise ValueError
    return int(text)


def _rate(text: str) -> float:
    if not 0.1 <= float(text) <= 30:
        raise ValueError
    return float(text)


def _paid_rate(text: str) -> float:
    if not 30 <= float(text) <= 1000:
        raise ValueError
    return float(text)


def _seconds(text: str) -> timedelta:
    if not 0 <= float(text) <= 60:
        raise ValueError
    return timedelta(seconds=float(text))


def _days(text: str) -> timedelta:
    if not 1 <= int(text) <= 36_500:
        raise ValueError
    return timedelta(days=int(text))


def _one_of(*values: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in values:
            raise ValueError
        return text.lower()

    return read


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the operator decides. Secrets show neither in its repr nor in an error."""

    token: str = _setting(
        "", _token, "the bot's token as @BotFather gave it: digits, a colon, letters", secret=True
    )
    token_file: Path | None = _setting(
        None, Path, "the path of a file that holds the token, instead of TOKEN"
    )
    database_url: str = _setting(
        "sqlite:///kliping.db",
        _database,
        "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME",
        secret=True,
    )
    feeds_file: Path = _setting(
        DEFAULT_FEEDS_FILE,
        Path,
        "the path of a CSV file with the columns outlet, url and, if wanted, region and full_text",
    )
    host_pause: timedelta = _setting(
        timedelta(seconds=1), _seconds, "seconds between two requests to one host, 0 to 60"
    )
    allowed_networks: Networks = _setting(
        (),
        read_networks,
        "networks inside which feeds may be fetched although they are not public, such as 10.20.0.0/16; "
        "separated by commas",
    )
    contact: str = _setting("", _line, "an e-mail or web address at which outlets can reach you")
    webhook_url: str = _setting(
        "", _https, "the public https address that Telegram sends updates to; empty: polling"
    )
    webhook_secret: str = _setting(
        "", _secret, "1 to 256 letters, digits, - or _; needed with WEBHOOK_URL", secret=True
    )
    webhook_port: int = _setting(8080, _port, "the port to listen on for WEBHOOK_URL, 1 to 65535")
    websub_url: str = _setting(
        "", _https, "the public https address at which hubs reach our /websub/; empty: no WebSub"
    )
    websub_port: int = _setting(8082, _port, "the port to listen on for WEBSUB_URL, 1 to 65535")
    health_port: int | None = _setting(None, _port, "a port for GET /health, 1 to 65535; empty: none")
    send_rate: float = _setting(30.0, _rate, "messages a second in all, 0.1 to 30")
    paid_rate: float | None = _setting(
        None, _paid_rate, "messages a second where you pay Telegram for more than 30, 30 to 1000; empty: none"
    )
    retention_days: timedelta = _setting(
        timedelta(days=365), _days, "how many days articles are kept, 1 to 36500"
    )
    owner_chat: int | None = _setting(
        None, int, "the id of the chat that is told about errors; a whole number"
    )
    api_url: str = _setting("https://api.telegram.org", _web, "the root of a Bot API server, http(s)://HOST")
    log_format: str = _setting("text", _one_of("text", "json"), "text or json")
    log_level: str = _setting(
        "info", _one_of("debug", "info", "warning", "error"), "debug, info, warning or error"
    )

    @property
    def messages_a_second(self) -> float:
        """How many digests may leave, at most; replies are never paid for."""
        return self.paid_rate or self.send_rate

    @property
    def is_paid(self) -> bool:
        """Whether digests are paid for."""
        return self.paid_rate is not None


def load_settings(environment: Mapping[str, str] | None = None, *, env_file: Path = Path(".env")) -> Settings:
    """Read the environment, and `env_file` for what is not there. Raises SettingsError."""
    known = {variable(setting): setting for setting in fields(Settings)}
    in_file = _env_file(env_file)
    # Only the file is ours alone: container platforms put variables of their own beside our prefix.
    if unknown := sorted(name for name in in_file if name.startswith(PREFIX) and name not in known):
        raise SettingsError(f"{env_file}: {unknown[0]} is no setting; .env.example lists them all")
    written = {**in_file, **(os.environ if environment is None else environment)}
    given = {name: written[name].strip() for name in known if written.get(name, "").strip()}
    values = {known[name].name: _value(known[name], text) for name, text in given.items()}
    return _checked(Settings(**values))


def variable(setting: "Field[Any]") -> str:
    """The environment variable of a setting."""
    return PREFIX + setting.name.upper()


def written(setting: "Field[Any]", settings: Settings) -> str:
    """The setting as it stands in a `.env` file."""
    value = getattr(settings, setting.name)
    match value:
        case None:
            return ""
        case timedelta():
            return str(value.days) if setting.metadata["read"] is _days else f"{value.total_seconds():g}"
        case tuple():
            return ",".join(map(str, value))
    return str(value)


def _env_file(path: Path) -> dict[str, str]:
    if path.exists() and not path.is_file():
        raise SettingsError(f"{path} is no file; put the settings into a file of that name")
    try:
        return {name: value for name, value in dotenv_values(path).items() if value is not None}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read as UTF-8 text: {error}") from error


def _value(setting: "Field[Any]", text: str) -> Any:
    try:
        return setting.metadata["read"](text)
    except ValueError:
        holds = "something else" if setting.metadata["secret"] else repr(text)
        may_hold = setting.metadata["may_hold"]
        raise SettingsError(f"{variable(setting)} holds {holds}; it may hold {may_hold}") from None


def _checked(settings: Settings) -> Settings:
    if settings.webhook_url and not settings.webhook_secret:
        raise SettingsError(
            "KLIPING_WEBHOOK_URL needs KLIPING_WEBHOOK_SECRET: 1 to 256 letters, digits, - or _"
        )
    return settings


def bot_token(settings: Settings) -> str:
    """The token, from TOKEN or TOKEN_FILE. Raises SettingsError where there is none."""
    if settings.token:
        return settings.token
    if settings.token_file is None:
        raise SettingsError("KLIPING_TOKEN is missing: put the token that @BotFather gave you into .env")
    try:
        return _token(settings.token_file.read_text(encoding="utf-8").strip())
    except OSError as error:
        reason = error.strerror or error
        raise SettingsError(f"KLIPING_TOKEN_FILE: {settings.token_file} cannot be read: {reason}") from error
    except ValueError:
        raise SettingsError(f"KLIPING_TOKEN_FILE: {settings.token_file} holds no token") from None
