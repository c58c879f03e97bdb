"""Inline queries: a person types behind the bot's name in any chat, and sends one of the bot's cards."""

import asyncio

import pytest

from sandbox.telegram.bell import Bell
from sandbox.telegram.errors import TelegramError
from sandbox.telegram.questions import INLINE_LIFETIME, Questions
from tests.sandbox.driver import BUDI, FORUM, GROUP, SARI, Driver, Json
from tests.sandbox.test_buttons import TOO_OLD

ARTICLE = {"type": "article", "id": "1", "title": "Berita", "input_message_content": {"message_text": "Isi"}}


async def answered(driver: Driver, *results: Json, person: int = BUDI) -> str:
    """The id of a query of the person that was answered with these results."""
    body: Json = {"from": person, "query": "pemilu"}
    asking = asyncio.create_task(driver.script("inline", **body))
    query_id: str = (await driver.next_update())["inline_query"]["id"]
    await driver.result("answerInlineQuery", inline_query_id=query_id, results=results)
    assert (await asking)["query_id"] == query_id
    await driver.forget_updates()
    return query_id


async def send(driver: Driver, query_id: str) -> None:
    """Budi sends the first card into the group."""
    body: Json = {"from": BUDI, "query_id": query_id, "result": "1"}
    await driver.script(f"chats/{GROUP}/cards", **body)


async def test_an_inline_query_is_answered_with_the_bots_results(driver: Driver) -> None:
    body: Json = {"from": BUDI, "query": "pemilu", "offset": "5"}
    asking = asyncio.create_task(driver.script("inline", **body))
    query = (await driver.next_update())["inline_query"]
    assert (query["query"], query["offset"], query["from"]["id"]) == ("pemilu", "5", BUDI)
    await driver.result("answerInlineQuery", inline_query_id=query["id"], results=[ARTICLE], next_offset="10")
    assert await asking == {
        "query_id": query["id"],
        "results": [ARTICLE],
        "next_offset": "10",
        "button": None,
    }


async def test_an_inline_query_is_answered_once(driver: Driver) -> None:
    query_id = await answered(driver, ARTICLE)
    assert await driver.refusal("answerInlineQuery", inline_query_id=query_id, results=[ARTICLE]) == TOO_OLD


async def test_an_inline_query_is_too_old_before_a_pressed_button_is() -> None:
    now = 0.0
    questions = Questions(Bell(), seconds=lambda: now)
    pressed, *typed = questions.ask(), questions.ask_inline(), questions.ask_inline()
    now = INLINE_LIFETIME
    questions.answer(typed[0].id, {"results": []})
    now += 0.1
    with pytest.raises(TelegramError, match="query is too old"):
        questions.answer(typed[1].id, {"results": []})
    questions.answer(pressed.id, {"text": ""})


@pytest.mark.parametrize(
    ("results", "refusal"),
    [
        ([ARTICLE] * 51, "RESULTS_TOO_MUCH"),
        ([ARTICLE] * 2, "RESULT_ID_DUPLICATE"),
        ([{**ARTICLE, "id": "x" * 65}], "RESULT_ID_INVALID"),
        ([{**ARTICLE, "title": ""}], "ARTICLE_TITLE_EMPTY"),
        ([{**ARTICLE, "input_message_content": {"message_text": " "}}], "MESSAGE_EMPTY"),
        ([{**ARTICLE, "input_message_content": {"message_text": "x" * 4097}}], "MESSAGE_TOO_LONG"),
        ([{**ARTICLE, "type": "poem"}], "can't parse inline query result: Unsupported type specified"),
    ],
)
async def test_impossible_results_are_refused(driver: Driver, results: list[Json], refusal: str) -> None:
    said = await driver.refusal("answerInlineQuery", inline_query_id="1", results=results)
    assert said == f"Bad Request: {refusal}"


@pytest.mark.parametrize(
    ("button", "refusal"),
    [
        ({"text": "", "start_parameter": "x"}, "can't parse inline query results button: Text must be non-"),
        ({"text": "Buka", "start_parameter": ""}, "can't use an empty start_parameter"),
        ({"text": "Buka", "start_parameter": "x" * 65}, "too long start parameter specified"),
        ({"text": "Buka", "start_parameter": "dana hibah"}, "unallowed characters in the start parameter"),
    ],
)
async def test_an_impossible_button_is_refused(driver: Driver, button: Json, refusal: str) -> None:
    said = await driver.refusal("answerInlineQuery", inline_query_id="1", results=[], button=button)
    assert said.startswith(f"Bad Request: {refusal}")


async def test_a_card_is_sent_by_the_person_by_way_of_the_bot(driver: Driver) -> None:
    content = {"message_text": "<b>Isi</b>", "parse_mode": "HTML"}
    query_id = await answered(driver, ARTICLE | {"input_message_content": content})

    await send(driver, query_id)

    [*_, shown] = await driver.shown(GROUP)
    assert (shown["from"], shown["via"], shown["html"]) == (BUDI, "kliping_sandbox_bot", "<b>Isi</b>")
    told = (await driver.next_update())["message"]
    assert (told["from"]["id"], told["via_bot"]["username"]) == (BUDI, "kliping_sandbox_bot")


async def test_a_card_can_be_sent_where_the_bot_is_not(driver: Driver) -> None:
    await driver.member(GROUP, "bot", "kick")
    await driver.forget_updates()
    query_id = await answered(driver, ARTICLE)

    await send(driver, query_id)

    assert (await driver.shown(GROUP))[-1]["text"] == "Isi"
    assert await driver.updates() == []


async def test_a_card_goes_into_the_thread_where_it_was_picked(driver: Driver) -> None:
    state = await driver.read("state")
    thread = next(chat for chat in state["chats"] if chat["id"] == FORUM)["threads"][1]["id"]
    query_id = await answered(driver, ARTICLE)

    body: Json = {"from": BUDI, "query_id": query_id, "result": "1", "thread": thread}
    await driver.script(f"chats/{FORUM}/cards", **body)

    assert (await driver.shown(FORUM))[-1]["thread"] == thread


async def test_a_card_that_was_not_offered_cannot_be_sent(driver: Driver) -> None:
    query_id = await answered(driver, ARTICLE)
    for query, result in ((query_id, "2"), ("1", "1")):
        body: Json = {"from": BUDI, "query_id": query, "result": result}
        assert "error" in await driver.script(f"chats/{GROUP}/cards", status=400, **body)


async def test_without_inline_mode_nobody_can_ask(driver: Driver) -> None:
    driver.sandbox.world.profile.inline_mode = False

    assert (await driver.result("getMe"))["supports_inline_queries"] is False
    answer = await driver.script("inline", status=400, **{"from": SARI, "query": "pemilu"})
    assert answer["error"] == "the bot's inline mode is off"


async def test_a_query_is_no_longer_than_telegram_lets_people_type(driver: Driver) -> None:
    await driver.script("inline", status=400, **{"from": SARI, "query": "x" * 257})
