"""Start-up time and resident memory of the all-in-one process, beside an interpreter that only imports.

`python -m benchmarks.startup`: the process runs against the sandbox, with the shipped newsroom. It counts as
started when it is about to listen: its menus are set, and the webhook of before is gone.
"""

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import ClientSession

from app.demo import DEMO_TOKEN
from sandbox.clock import SandboxClock
from sandbox.newsroom import Newsroom
from sandbox.server import Sandbox

ROUNDS = 3
_IMPORTS = "import telegram.ext, sqlalchemy.ext.asyncio, aiohttp, feedparser"


async def measure() -> dict[str, float]:
    """Medians of ROUNDS: seconds, and MB right after the feeds were polled."""
    rounds = [await _round() for _ in range(ROUNDS)]
    imports = sorted([await _imports() for _ in range(ROUNDS)])[ROUNDS // 2]
    started = sorted(seconds for seconds, _ in rounds)[ROUNDS // 2]
    return {
        "start_seconds": round(started, 2),
        "imports_seconds": round(imports, 2),
        "start_to_imports": round(started / imports, 2),
        "resident_mb": sorted(megabytes for _, megabytes in rounds)[ROUNDS // 2],
    }


async def _round() -> tuple[float, float]:
    clock = SandboxClock()
    newsroom = Newsroom.shipped(clock)
    with TemporaryDirectory() as folder:
        async with Sandbox(token=DEMO_TOKEN, clock=clock, newsroom=newsroom) as sandbox:
            rows = [f"{feed.name},{feed.url},{feed.region or ''}" for feed in newsroom.feeds(sandbox.url)]
            (Path(folder) / "feeds.csv").write_text("\n".join(["outlet,url,region", *rows]))
            return await _start(folder, sandbox)


async def _start(folder: str, sandbox: Sandbox) -> tuple[float, float]:
    settings = {
        "KLIPING_TOKEN": DEMO_TOKEN,
        "KLIPING_API_URL": sandbox.url,
        "KLIPING_FEEDS_FILE": f"{folder}/feeds.csv",
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }
    begun = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app",
        "run",
        cwd=folder,
        env=os.environ | settings,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with ClientSession(sandbox.url) as http:
            while "deleteWebhook" not in await (await http.get("/sandbox/requests")).text():
                await asyncio.sleep(0.01)
        started = time.monotonic() - begun
        await asyncio.sleep(5)  # the first round of polls, and what it leaves in memory
        return started, _resident(process.pid)
    finally:
        process.terminate()
        await process.wait()


async def _imports() -> float:
    begun = time.monotonic()
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", _IMPORTS)
    await process.wait()
    return time.monotonic() - begun


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    return round(int(kilobytes) / 1024, 1)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure())))
