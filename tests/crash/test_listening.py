"""Killed amid answering people, then started again: each is answered, and none again whose turn was over."""

from collections import Counter
from collections.abc import AsyncIterator
from itertools import count

import pytest
from aiohttp import ClientSession

from app.demo import DEMO_TOKEN
from sandbox.server import Sandbox
from storage.database import Database
from tests.clocks import MORNING
from tests.conftest import Fresh
from tests.crash.runs import Run, running
from tests.sandbox.judge import judged_sandbox
from tests.storage.given import asked

PEOPLE, TEXTS = 3, 2

Said = dict[int, tuple[int, int]]
"""By update: the person's chat, and the message."""


@pytest.fixture
async def run() -> AsyncIterator[Run]:
    async with running("tests.crash.listener") as run:
        yield run


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with judged_sandbox(token=DEMO_TOKEN, limits=False) as sandbox:
        yield sandbox


async def test_killed_before_every_seventh_statement_on_sqlite(
    fresh_sqlite: Fresh, sandbox: Sandbox, run: Run
) -> None:
    kills, done, repeated = await kill_and_count(fresh_sqlite, sandbox, run, step=7)

    assert kills > 9, "the conversation has become suspiciously short"
    assert done > kills, "hardly anything was done when it was killed: the test looks at the wrong place"
    assert repeated >= 1, "no kill fell between answering and noting it: the test looks at the wrong place"


async def test_killed_before_every_fifteenth_statement_on_postgresql(
    fresh_postgres: Fresh, sandbox: Sandbox, run: Run
) -> None:
    kills, done, _ = await kill_and_count(fresh_postgres, sandbox, run, step=15)

    assert kills > 4, "the conversation has become suspiciously short"
    assert done > 0, "nothing was done when it was killed: the test looks at the wrong place"


async def kill_and_count(fresh: Fresh, sandbox: Sandbox, run: Run, *, step: int) -> tuple[int, int, int]:
    """Kill before every `step`-th statement, and start again. Returns how many processes were killed, how
    many updates were done by then, and how many were answered twice."""
    done_in_all, repeated = 0, 0
    for kills in count():
        kill_before = 1 + kills * step
        said = await people_write(sandbox)
        with fresh() as url:
            at = {"database_url": url, "api_url": sandbox.url, "token": DEMO_TOKEN}
            wanted = at | {"at": MORNING.isoformat(), "last": sandbox.world.updates.last_id}
            killed = await run(**wanted, kill_before=kill_before) == -9
            done = await done_in(url)
            before = await answers(sandbox, said)
            assert await run(**wanted, kill_before=0) == 0
        after = await answers(sandbox, said)
        assert set(after) == set(said), f"not answered, killed before {kill_before}"
        assert {id_: after[id_] - before[id_] for id_ in done if after[id_] > before[id_]} == {}
        assert max(after.values()) <= 2
        done_in_all += len(done)
        repeated += sum(answers > 1 for answers in after.values())
        if not killed:
            return kills, done_in_all, repeated
    raise AssertionError


async def people_write(sandbox: Sandbox) -> Said:
    """New people write to the bot, by turns."""
    async with ClientSession(sandbox.url) as http:
        people = [await posted(http, "chats", type="private", first_name="Warga") for _ in range(PEOPLE)]
        said: Said = {}
        for text in range(TEXTS):
            for person in (each["id"] for each in people):
                where = f"chats/{person}/messages"
                message = await posted(http, where, **{"from": person, "text": f"kabar {text}"})
                said[sandbox.world.updates.last_id] = (person, message["message_id"])
    return said


async def posted(http: ClientSession, path: str, **body: object) -> dict[str, int]:
    async with http.post(f"/sandbox/{path}", json=body) as response:
        answer: dict[str, int] = await response.json()
        return answer


async def done_in(url: str) -> list[int]:
    """The updates that were done when the process died."""
    db = Database.at(url)
    done = [id_ for (id_,) in await asked(db, "SELECT id FROM updates WHERE raw = ''")]
    await db.close()
    return done


async def answers(sandbox: Sandbox, said: Said) -> Counter[int]:
    """How often each was answered; the answers of a chat stand in the order of what they answer."""
    answered: Counter[int] = Counter()
    for chat in {chat for chat, _ in said.values()}:
        async with ClientSession(sandbox.url) as http:
            listed = await (await http.get(f"/sandbox/chats/{chat}/messages")).json()
        replies = [message["reply_to"] for message in listed["messages"] if message["reply_to"]]
        assert replies == sorted(replies)
        answered.update(id_ for id_, where in said.items() for reply in replies if where == (chat, reply))
    return answered
