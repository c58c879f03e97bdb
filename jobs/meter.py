"""A socket that hands out no more bytes than one request may bring."""

import errno
import socket

_AT_ONCE = 64 * 1024
"""Bytes handed out in one go, so that whoever reads them as thousands of messages lets others have a turn."""


class Meter:
    """Counts the bytes that the sockets of one request receive, up to those that it allows."""

    def __init__(self, allowed: int) -> None:
        self._left = allowed

    @property
    def is_spent(self) -> bool:
        return self._left < 0

    def allow(self, size: int) -> None:
        self._left += size

    def count(self, size: int) -> None:
        """Raises OSError beyond the limit."""
        self._left -= size
        if self.is_spent:
            raise OSError(errno.EMSGSIZE, "more bytes than allowed")


class MeteredSocket(socket.socket):
    """Takes over the socket that it is given; non-blocking."""

    def __init__(self, opened: socket.socket, meter: Meter) -> None:
        super().__init__(opened.family, opened.type, opened.proto, fileno=opened.detach())
        self.setblocking(False)
        self._meter = meter

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        data = super().recv(min(size, _AT_ONCE), flags)
        self._meter.count(len(data))
        return data

    def recv_into(self, buffer: bytearray | memoryview, size: int = 0, flags: int = 0, /) -> int:  # type: ignore[override]
        received = super().recv_into(buffer, min(size or len(buffer), _AT_ONCE), flags)
        self._meter.count(received)
        return received
