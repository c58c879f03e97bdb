"""The transport of the bot library: over aiohttp, with our timeouts, and which troubles leave no doubt."""

import json
import os
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientHttpProxyError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    FormData,
    TCPConnector,
)
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.errors import NotDone

# The library's switch for timedeltas, its coming type; without it every 429 makes it warn.
os.environ.setdefault("PTB_TIMEDELTA", "true")

CONNECTIONS = 256

CONNECT_TIMEOUT = 10.0
WRITE_TIMEOUT = 15.0
READ_TIMEOUT = 30.0
MEDIA_WRITE_TIMEOUT = 25.0
POOL_TIMEOUT = 10.0
"""Seconds."""

_KEPT_OPEN = 15.0
"""Seconds for which an idle connection is kept: one that Telegram closes just when it is used again leaves a
message in doubt."""

_NEVER_LEFT = (
    ClientConnectorError,
    ClientHttpProxyError,  # the proxy did not let us through to Telegram
    ConnectionTimeoutError,
)

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

_JSON = {"Content-Type": "application/json"}

Seconds = Any
"""What the library hands over: a number, None for no limit, or its mark for the default."""


class Transport(BaseRequest):
    """Raises NotDone where Telegram has surely not done what it was asked."""

    def __init__(self, *, connections: int = CONNECTIONS) -> None:
        self._connections = connections
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds for which an answer is waited for, where nothing else was said."""
        return READ_TIMEOUT

    async def initialize(self) -> None:
        """Nothing: connections begin with the first request. Who is stopped midway would leave them open."""

    async def shutdown(self) -> None:
        """Close all connections; those of another request would be new ones."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        write_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        connect_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        pool_timeout: Seconds = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body of the answer. Raises NotDone, and NetworkError or TimedOut where nobody knows."""
        media = request_data is not None and request_data.contains_files
        timeout = _timeout(
            connect=_or(connect_timeout, CONNECT_TIMEOUT),
            write=_or(write_timeout, MEDIA_WRITE_TIMEOUT if media else WRITE_TIMEOUT),
            read=_or(read_timeout, READ_TIMEOUT),
            pool=_or(pool_timeout, POOL_TIMEOUT),
        )
        try:
            status, body = await self._ask(url, method, request_data, timeout)
        except _NEVER_LEFT as error:
            raise NotDone(f"not reached: {type(error).__name__}") from error
        except TimeoutError as error:
            raise TimedOut from error
        except (ClientError, OSError) as error:
            # The name alone: some of their texts hold the address, and with it the token.
            raise NetworkError(type(error).__name__) from error
        if status in _NOT_SERVED and b'"retry_after"' not in body:
            raise NotDone(f"{HTTPStatus(status).phrase} ({status})")
        return status, body

    async def _ask(
        self, url: str, method: str, data: RequestData | None, timeout: ClientTimeout
    ) -> tuple[int, bytes]:
        self._session = self._session or _session(self._connections)
        body, headers = _body(data)
        async with self._session.request(
            method,
            url,
            data=body,
            headers=headers,
            timeout=timeout,
            allow_redirects=False,
            proxy=_proxy(*urlsplit(url)[:2]),
        ) as response:
            return response.status, await response.read()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As the library's own, but without a traceback in the log for every web page of a gateway."""
        try:
            parsed: dict[str, Any] = json.loads(payload.decode(errors="replace"))
        except ValueError as error:
            raise TelegramError("Invalid server response") from error
        return parsed


def _session(connections: int) -> ClientSession:
    return ClientSession(
        connector=TCPConnector(limit=connections, keepalive_timeout=_KEPT_OPEN),
        cookie_jar=DummyCookieJar(),
        headers={"User-Agent": BaseRequest.USER_AGENT},
    )


@cache
def _proxy(scheme: str, host: str) -> str | None:
    """What HTTPS_PROXY and NO_PROXY say: in some networks nothing else leads to Telegram. The client's own
    reading of them asks another thread for every single request."""
    return None if proxy_bypass(host) else getproxies().get(scheme)


def _body(data: RequestData | None) -> tuple[FormData | bytes | None, dict[str, str]]:
    if data is None:
        return None, {}
    if not data.contains_files:
        # The library sends a form: to escape what is said takes a tenth of the time that sending takes.
        return json.dumps(data.parameters).encode(), _JSON
    form = FormData(quote_fields=False)  # else a name in any other script arrives as percent signs
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form, {}


def _timeout(
    *, connect: float | None, write: float | None, read: float | None, pool: float | None
) -> ClientTimeout:
    # aiohttp knows no limit for writing alone: together with the others it limits the whole.
    parts = (pool, connect, write, read)
    known = [part for part in parts if part is not None]
    return ClientTimeout(
        total=sum(known) if len(known) == len(parts) else None,
        connect=None if pool is None or connect is None else pool + connect,
        sock_connect=connect,
        sock_read=read,
    )


def _or(given: Seconds, usual: float) -> float | None:
    if given is BaseRequest.DEFAULT_NONE:
        return usual
    return None if given is None else float(given)
