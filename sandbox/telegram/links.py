"""Which addresses Telegram accepts as the target of a link, and how it writes them down."""

import re

_APP_LINK = re.compile(r"(tg|ton|tonsite):(?://)?@?(.*)", re.IGNORECASE | re.DOTALL)
_NAME = r"(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2}|[^\x00-\x7f])"
_WEB_LINK = re.compile(
    rf"""
    (?:(?P<scheme>https?)://)?
    (?:(?P<user>(?:{_NAME}|:)*)@)?
    (?P<host>\[[0-9a-f:.]+\] | {_NAME}+)
    (?::0*(?P<port>\d{{1,5}}))?
    (?P<rest>[/?\#].*)?
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_APP_HOST = re.compile(r"[A-Za-z0-9_-]+")
_MENTION = re.compile(r"tg:(?://)?user/?\?([^#]*)", re.IGNORECASE)
_LAST_PORT = 65_535
_LAST_USER_ID = (1 << 40) - 1


def checked_link(address: str) -> str | None:
    """The address as Telegram keeps it; None when it drops the link."""
    if app_link := _APP_LINK.fullmatch(address):
        return _checked_app_link(app_link[1].lower(), app_link[2])
    web_link = _WEB_LINK.fullmatch(address)
    return _checked_web_link(web_link) if web_link else None


def mentioned_user(address: str) -> int | None:
    """The person whom a tg://user?id=… link mentions."""
    mention = _MENTION.match(address)
    arguments = (
        dict(reversed([part.partition("=")[::2] for part in mention[1].split("&")])) if mention else {}
    )
    number = arguments.get("id", "")
    if not number.isascii() or not number.isdecimal() or number.startswith("0"):
        return None
    return int(number) if int(number) <= _LAST_USER_ID else None


def _checked_app_link(scheme: str, rest: str) -> str | None:
    host = _APP_HOST.match(rest)
    tail = rest[host.end() :] if host else rest
    if host is None or (tail and tail[0] not in "/?#"):
        return None
    slash = "" if tail.startswith(("/", "?")) else "/"
    return f"{scheme}://{host[0].lower()}{slash}{_escaped(tail)}"


def _checked_web_link(link: re.Match[str]) -> str | None:
    host, port, rest = link["host"].lower(), link["port"], link["rest"] or "/"
    if host == "." or ("." not in host and not host.startswith("[")):
        return None
    if port is not None and not 0 < int(port) <= _LAST_PORT:
        return None
    user = f"{link['user']}@" if link["user"] else ""
    shown_port = f":{int(port)}" if port else ""
    path = rest if rest.startswith("/") else "/" + rest
    return f"{(link['scheme'] or 'http').lower()}://{user}{host}{shown_port}{_escaped(path)}"


def _escaped(path: str) -> str:
    return re.sub(r"[\x00-\x20\x7f]", lambda match: f"%{ord(match[0]):02X}", path.rstrip())


def why_no_link(address: str) -> str:
    """Telegram's reason for refusing an address that checked_link does not accept."""
    if not address:
        return "URL host is empty"
    scheme, separator, _ = address.partition("://")
    return (
        "Unsupported URL protocol"
        if separator and scheme.lower() not in ("http", "https")
        else "Wrong HTTP URL"
    )
