"""`kliping demo`: everything on this machine, without token or network."""

import asyncio
import signal
from collections.abc import Sequence
from pathlib import Path

import click

from app.demo import DEMO_TOKEN, standing_demo, standing_sandbox
from app.logs import set_up_logs
from storage.feeds import FollowedFeed

_GREETING = """\
Kliping's demo is ready: {url}

  Open the page, press Start, follow a topic such as Kesbangpol, then move the clock
  to tomorrow, 07.00: the digest arrives. Everything stays on this machine.

  Ctrl-C ends it."""

_SANDBOX_GREETING = """\
A Telegram and a newsroom are ready, without a bot: {url}

  For a bot of your own:
  KLIPING_TOKEN={token}
  KLIPING_API_URL={url}

  Ctrl-C ends it."""


@click.command()
@click.option(
    "--port", default=8090, show_default=True, type=click.IntRange(0, 65535), help="0: any free one."
)
@click.option(
    "--newsroom",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of feed files to serve instead of the shipped newsroom.",
)
@click.option(
    "--sandbox-only", is_flag=True, help="Telegram and the newsroom, for a bot that you run yourself."
)
def demo(port: int, newsroom: Path | None, sandbox_only: bool) -> None:
    """A Telegram with a chat page, a newsroom, and the real bot between them, on 127.0.0.1."""
    set_up_logs(level="error", style="text")
    asyncio.run(_sandbox(port, newsroom) if sandbox_only else _demo(port, newsroom))


async def _demo(port: int, folder: Path | None) -> None:
    print("Starting: polling the newsroom's feeds …", flush=True)
    async with standing_demo(port=port, folder=folder) as demo:
        print("\n".join(_polled(demo.feeds)))
        print(_GREETING.format(url=demo.url), flush=True)
        await _told_to_stop()


async def _sandbox(port: int, folder: Path | None) -> None:
    async with standing_sandbox(port=port, folder=folder) as url:
        print(_SANDBOX_GREETING.format(url=url, token=DEMO_TOKEN), flush=True)
        await _told_to_stop()


async def _told_to_stop() -> None:
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    await stopping.wait()


def _polled(feeds: Sequence[FollowedFeed]) -> list[str]:
    return [f"  {feed.outlet}: {feed.reason or f'{feed.items} articles'}" for feed in feeds]
