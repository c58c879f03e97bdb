"""The transport of the bot library: its timeouts, and which troubles leave no doubt."""

import json
import os
from http import HTTPStatus
from typing import Any

import httpx
from telegram.error import NetworkError, TelegramError
from telegram.request import BaseRequest, HTTPXRequest

from bot.errors import NotDone

# The library's switch for timedeltas, its coming type; without it every 429 makes it warn.
os.environ.setdefault("PTB_TIMEDELTA", "true")

_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)

# A refusal in so many words: sending again cannot make it twice. 504 is none, for there the gateway itself
# waited in vain for an answer. A 429 that says how long to wait is left to the library.
_NOT_SERVED = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
    }
)


def request() -> BaseRequest:
    """A new transport. All its timeouts together are shorter than a sender's lease."""
    return Transport(
        connection_pool_size=100,
        connect_timeout=10.0,
        pool_timeout=10.0,
        write_timeout=15.0,
        read_timeout=30.0,
        media_write_timeout=25.0,
    )


class Transport(HTTPXRequest):
    """Raises NotDone where Telegram has surely not done what it was asked."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """As the library's own."""
        try:
            status, body = await super().do_request(*args, **kwargs)
        except NetworkError as error:
            if isinstance(error.__cause__, _NEVER_LEFT):
                raise NotDone(f"not reached: {type(error.__cause__).__name__}") from error.__cause__
            raise
        if status in _NOT_SERVED and b'"retry_after"' not in body:
            raise NotDone(f"{HTTPStatus(status).phrase} ({status})")
        return status, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As the library's own, but without a traceback in the log for every web page of a gateway."""
        try:
            parsed: dict[str, Any] = json.loads(payload.decode(errors="replace"))
        except ValueError as error:
            raise TelegramError("Invalid server response") from error
        return parsed
