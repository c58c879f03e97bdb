"""Fetching updates by long poll, and having them delivered to a webhook."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from sandbox.telegram.call import Call
from sandbox.telegram.errors import TelegramError, bad_request, webhook_is_active
from sandbox.telegram.records import Json
from sandbox.telegram.webhook import Target
from sandbox.telegram.world import World

MOST_UPDATES = 100
LONGEST_WAIT = 50
MOST_CONNECTIONS = 100
MOST_CONNECTIONS_BY_DEFAULT = 40
HERE = frozenset({"127.0.0.1", "localhost"})
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


async def get_updates(world: World, call: Call) -> list[Json]:
    if world.webhook.target is not None:
        raise webhook_is_active()
    _allow(world, call)
    if offset := call.integer("offset"):
        world.updates.confirm_below(offset)
    limit = call.integer("limit", MOST_UPDATES)
    timeout = min(max(call.integer("timeout"), 0), LONGEST_WAIT)
    return await world.updates.poll(limit if 1 <= limit <= MOST_UPDATES else MOST_UPDATES, timeout)


def set_webhook(world: World, call: Call) -> bool:
    url = call.text("url")
    if not url:
        return delete_webhook(world, call)
    _check_address(url)
    secret = call.text("secret_token")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    connections = call.integer("max_connections", MOST_CONNECTIONS_BY_DEFAULT)
    _allow(world, call)
    if call.flag("drop_pending_updates"):
        world.updates.forget_all()
    world.updates.end_poll_for_webhook()
    world.webhook.set(Target(url=url, secret=secret, max_connections=min(connections, MOST_CONNECTIONS)))
    return True


def delete_webhook(world: World, call: Call) -> bool:
    if call.flag("drop_pending_updates"):
        world.updates.forget_all()
    world.webhook.set(None)
    return True


def get_webhook_info(world: World, call: Call) -> Json:
    target, failure = world.webhook.target, world.webhook.failure
    info: Json = {
        "url": target.url if target else "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }
    if target:
        info |= {"max_connections": target.max_connections, "ip_address": "127.0.0.1"}
    if failure:
        info |= {"last_error_date": failure.at, "last_error_message": failure.text}
    if world.updates.allowed:
        info |= {"allowed_updates": sorted(world.updates.allowed)}
    return info


def _allow(world: World, call: Call) -> None:
    """Left out, the last choice stays."""
    kinds = call.json("allowed_updates")
    if isinstance(kinds, Sequence):
        world.updates.allow([kind for kind in kinds if isinstance(kind, str)])


def _check_address(url: str) -> None:
    """The real Telegram asks for HTTPS; the sandbox asks for this machine."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise _bad_webhook("Invalid URL specified") from None
    if parts.scheme not in ("http", "https"):
        raise _bad_webhook("An HTTPS URL must be provided for webhook")
    if host not in HERE:
        raise _bad_webhook("IP address is not of this machine, and the sandbox delivers nowhere else")


def _bad_webhook(why: str) -> TelegramError:
    return bad_request(f"bad webhook: {why}")
