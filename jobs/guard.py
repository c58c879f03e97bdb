"""The guard at the socket: it opens none towards an address where a feed must not be fetched from."""

import errno
import socket
from collections.abc import Callable
from typing import Any

from news.address import Networks, refusal

AddrInfo = tuple[int, int, int, str, tuple[Any, ...]]
"""Family, type, protocol, canonical name and socket address, as `socket.getaddrinfo` gives them."""

Socket = socket.socket
OpenSocket = Callable[[AddrInfo], Socket]


class Refused(OSError):
    """No socket was opened: `reason` says in words where it would have led.

    Two refusals read alike, since of several failures that read alike the client passes on the first itself,
    and of others only their texts.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(errno.EACCES, reason)
        self.reason = reason

    def __str__(self) -> str:
        return "points where we do not go"


def open_socket(info: AddrInfo) -> Socket:
    """An unconnected socket of the kind that `info` states."""
    family, kind, protocol, *_ = info
    return socket.socket(family, kind, protocol)


class Guard:
    """Opens the sockets of a client: `TCPConnector(socket_factory=guard.socket)`.

    The client asks for a socket with the very address that it connects it to, after every look-up and for
    every redirect, so that nothing can change between judging and connecting. Each address of a name is
    judged by itself: those where we do not go are passed over like dead ones, and a public one among them may
    still be used. A connection that is kept and used again was judged when it was made.

    All this holds only while the client itself connects to the host: it must have no proxy, hence also
    `trust_env=False`, since a proxy looks names up and connects out of our sight.
    """

    def __init__(self, *, allowed: Networks = (), open_socket: OpenSocket = open_socket) -> None:
        self._allowed = allowed
        self._open = open_socket

    def socket(self, info: AddrInfo) -> Socket:
        """A non-blocking socket for this address. Raises Refused before there is one."""
        if reason := self._refusal(info):
            raise Refused(reason)
        opened = self._open(info)
        opened.setblocking(False)
        return opened

    def _refusal(self, info: AddrInfo) -> str:
        match info:
            # An address of the other family would be looked up again as if it were a name.
            case (socket.AF_INET, _, _, _, (str(host), int(port))) if ":" not in host:
                return refusal(host, port, allowed=self._allowed)
            case (socket.AF_INET6, _, _, _, (str(host), int(port), *_)) if ":" in host:
                return refusal(host, port, allowed=self._allowed)
        return "no internet address"


def reason_of(error: BaseException) -> str | None:
    """Why the guard refused, if that is what the client's `error` comes from.

    Of a name with several addresses the client reports the last that it tried, one per family: where one of
    those was refused and the other merely failed, this is a failure and no refusal.
    """
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, Refused):
        cause = cause.__cause__
    return cause.reason if cause else None
