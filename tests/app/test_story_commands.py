"""Correcting stories by hand: what one event is, the operator knows best."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from app.demo import DEMO_TOKEN
from sandbox.clock import SandboxClock
from sandbox.newsroom import Newsroom
from tests.app.processes import kliping
from tests.make import make_text
from tests.sandbox.judge import judged_sandbox

_FEED = """<rss version="2.0"><channel><title>{name}</title><item><title>{title}</title>
<link>http://{name}.example/1</link>{more}</item></channel></rss>"""
_TITLES = {"kabar": "Rapat pleno dibuka di Belitung", "warta": "Kapal karam di selat Gaspar"}


@pytest.fixture
async def folder(tmp_path: Path) -> AsyncIterator[Path]:
    """Where two articles of two outlets have been polled, a story each."""
    async with polled(tmp_path):
        yield tmp_path


@asynccontextmanager
async def polled(tmp_path: Path, *, more: str = "") -> AsyncIterator[None]:
    """Where two articles of two outlets have been polled, of which both say `more`."""
    newsroom = tmp_path / "newsroom"
    newsroom.mkdir()
    for name, title in _TITLES.items():
        (newsroom / f"{name}.xml").write_text(_FEED.format(name=name, title=title, more=more))
    async with judged_sandbox(
        token=DEMO_TOKEN, clock=SandboxClock(), newsroom=Newsroom.folder(newsroom)
    ) as sandbox:
        feeds = tmp_path / "feeds.csv"
        rows = [f"{name},{sandbox.url}/newsroom/{name}.xml," for name in _TITLES]
        feeds.write_text("\n".join(["outlet,url,region", *rows]))
        assert (await kliping("poll", folder=tmp_path, feeds_file=feeds)).status == 0
        yield


async def stories(folder: Path) -> dict[int, Any]:
    lines = (await kliping("stories", "--json", folder=folder)).out.splitlines()
    found = map(json.loads, lines)
    return {story["story"]: [item["url"] for item in story["items"]] for story in found}


async def test_two_stories_become_one_and_two_again(folder: Path) -> None:
    one, other = sorted(await stories(folder))

    merged = await kliping("stories", "merge", str(one), str(other), folder=folder)
    assert merged.out.startswith(f"{one}  ")
    (urls,) = (await stories(folder)).values()
    assert len(urls) == 2

    split = await kliping("stories", "split", str(other), urls[1], folder=folder)
    assert split.status == 0, split
    assert sorted((await stories(folder)).values()) == sorted([[urls[0]], [urls[1]]])


async def test_what_cannot_be_corrected_is_said_in_one_line(folder: Path) -> None:
    story = min(await stories(folder))
    (url,) = (await stories(folder))[story]

    for arguments, said in (
        (("merge", str(story), "99999"), "there is no story 99999"),
        (("split", str(story), "http://lain.example/"), "no article of story"),
        (("split", str(story), url), "at least one article must stay"),
    ):
        ended = await kliping("stories", *arguments, folder=folder)
        assert (ended.status, ended.err.count("\n")) == (2, 1), ended
        assert said in ended.err


async def test_a_digest_explains_the_place_of_each_story_by_its_parts(folder: Path) -> None:
    said = (await kliping("digest", "--topic", "rapat ATAU kapal", "--explain", folder=folder)).out

    why = said[said.index("Why, under rapat ATAU kapal:") :].splitlines()[1:]
    assert [line[:2] for line in why] == ["1.", "2."]
    assert all("1 newsroom +1.00, fits the topic +1.00" in line for line in why)
    assert sorted(line.partition("  ")[2] for line in why) == sorted(_TITLES.values())


async def test_a_copy_is_marked_with_whose_text_it_is(tmp_path: Path) -> None:
    text = f"KPU dan Bawaslu di Belitung. {make_text('kawat')}"
    async with polled(tmp_path, more=f"<description>{text}</description>"):
        said = (await kliping("stories", folder=tmp_path)).out
        (line,) = (await kliping("stories", "--json", folder=tmp_path)).out.splitlines()

    _, about, first, copy = said.splitlines()
    assert about == "    [KPU, Bawaslu; Belitung]"
    assert "copy" not in first
    assert copy.endswith(f"  (copy of {first.split()[0]})")
    story = json.loads(line)
    assert [item["copy"] for item in story["items"]] == [False, True]
    assert story["regions"] == [{"code": "19.02", "name": "Kabupaten Belitung"}]
    assert story["concepts"] == ["KPU", "Bawaslu"]
    assert list(story) == [
        "story", "first_seen_at", "last_seen_at", "outlets", "items", "regions", "concepts",
    ]  # fmt: skip
