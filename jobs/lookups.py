"""Look-ups of host names, in threads of their own: the system's are slow where a name server is."""

import asyncio
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Thread

from aiohttp.abc import AbstractResolver, ResolveResult

from jobs.guard import AddrInfo

LOOK_UPS_AT_ONCE = 200
"""Twice as many as requests: a look-up goes on when its request has lost patience."""

LookUp = Callable[..., Sequence[AddrInfo]]
"""`socket.getaddrinfo`, or what is asked in its place."""

_Answer = asyncio.Future[Sequence[AddrInfo]]
_NUMERIC = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV


class LookUps(AbstractResolver):
    """Looks names up as the system does: `TCPConnector(resolver=LookUps())`.

    The loop's own threads are few, and all that must not hold it up shares them. Nothing can end a look-up
    before its time: those of a pool would be waited for when the program stops, so each has a thread that
    nobody waits for.
    """

    def __init__(self, look_up: LookUp = socket.getaddrinfo, *, at_once: int = LOOK_UPS_AT_ONCE) -> None:
        self._look_up = look_up
        self._room = asyncio.Semaphore(at_once)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of `host`. Raises what the look-up raises."""
        return [_result(host, info) for info in await self._infos(host, port, family)]

    async def close(self) -> None:
        """There is nothing to close: threads end with their look-ups."""

    async def _infos(self, host: str, port: int, family: int) -> Sequence[AddrInfo]:
        await self._room.acquire()
        answer: _Answer = asyncio.get_running_loop().create_future()
        thread = Thread(target=self._work, args=(answer, host, port, family), daemon=True, name="look-up")
        try:
            thread.start()
        except RuntimeError as error:
            self._room.release()
            raise OSError(socket.EAI_AGAIN, "no thread can be started") from error
        return await answer

    def _work(self, answer: _Answer, host: str, port: int, family: int) -> None:
        infos: Sequence[AddrInfo] = []
        failure: Exception | None = None
        try:
            infos = self._look_up(
                host, port, family=family, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG
            )
        except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
            failure = error
        with suppress(RuntimeError):  # the loop has ended meanwhile: nobody waits
            answer.get_loop().call_soon_threadsafe(self._end, answer, infos, failure)

    def _end(self, answer: _Answer, infos: Sequence[AddrInfo], failure: Exception | None) -> None:
        self._room.release()
        if answer.done():
            return
        if failure:
            answer.set_exception(failure)
        else:
            answer.set_result(infos)


def _result(host: str, info: AddrInfo) -> ResolveResult:
    family, _, protocol, _, address = info
    return ResolveResult(
        hostname=host, host=str(address[0]), port=int(address[1]), family=family, proto=protocol,
        flags=_NUMERIC,
    )  # fmt: skip
