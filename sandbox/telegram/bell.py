"""A bell that wakes whoever waits for the world to change."""

import asyncio
from collections.abc import Callable


class Bell:
    def __init__(self) -> None:
        self.ended = False
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._rung.set()
        self._rung = asyncio.Event()

    def end(self) -> None:
        """Nobody waits any longer: the sandbox is about to stop."""
        self.ended = True
        self.ring()

    async def wait_until(self, holds: Callable[[], bool], timeout: float) -> bool:
        """Whether `holds` became true within `timeout` seconds; looked at anew whenever the bell rings."""
        try:
            async with asyncio.timeout(timeout):
                while not holds() and not self.ended:
                    await self._rung.wait()
        except TimeoutError:
            return holds()
        return holds()
