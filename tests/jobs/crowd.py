"""A crowd: how many are somewhere at a time, and the most that have been."""

import asyncio


class Crowd:
    def __init__(self) -> None:
        self.here, self.most = 0, 0

    async def stay(self, turns: int = 20) -> None:
        """Be there for so many turns of the event loop."""
        self.here += 1
        self.most = max(self.most, self.here)
        for _ in range(turns):
            await asyncio.sleep(0)
        self.here -= 1
