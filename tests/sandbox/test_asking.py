"""How a call may be written, and what is wrong with it before any method looks at it."""

import json

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sandbox.driver import SARI, TOKEN, Driver, Json

BOT = f"/bot{TOKEN}/sendMessage"


async def test_the_bot_knows_itself(driver: Driver) -> None:
    me = await driver.result("getMe")
    assert (me["id"], me["is_bot"], me["username"]) == (42, True, "kliping_sandbox_bot")


async def test_a_call_may_come_as_query_string(started: Driver) -> None:
    query = {"chat_id": str(SARI), "text": "Halo"}
    async with started.http.get(started.sandbox.url + BOT, params=query) as response:
        assert (await response.json())["result"]["text"] == "Halo"


async def test_a_call_may_come_as_form(started: Driver) -> None:
    markup = json.dumps({"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]})
    form = {"chat_id": str(SARI), "text": "Halo", "reply_markup": markup}
    async with started.http.post(started.sandbox.url + BOT, data=form) as response:
        result = (await response.json())["result"]
    assert result["reply_markup"]["inline_keyboard"][0][0]["text"] == "Ya"


async def test_a_call_may_come_as_multipart_form(started: Driver) -> None:
    form = aiohttp.FormData(default_to_multipart=True)
    form.add_field("chat_id", str(SARI))
    form.add_field("text", "Halo, é 😀")
    async with started.http.post(started.sandbox.url + BOT, data=form) as response:
        assert (await response.json())["result"]["text"] == "Halo, é 😀"


async def test_the_case_of_a_method_does_not_matter(driver: Driver) -> None:
    assert (await driver.call("GETME")).status == 200


async def test_a_wrong_token_is_unauthorized(driver: Driver) -> None:
    answer = await driver.call("getMe", token="42:wrong")
    assert (answer.status, answer.refusal) == (401, "Unauthorized")


async def test_an_unknown_method_is_not_found(driver: Driver) -> None:
    answer = await driver.call("sendThoughts")
    assert (answer.status, answer.refusal) == (404, "Not Found")


async def test_a_method_that_the_sandbox_lacks_says_so(driver: Driver) -> None:
    answer = await driver.call("sendPoll")
    assert (answer.status, answer.body["ok"]) == (501, False)


@pytest.mark.parametrize(
    ("method", "parameters", "refusal"),
    [
        ("sendMessage", {"chat_id": SARI}, "Bad Request: message text is empty"),
        ("sendMessage", {"text": "x"}, "Bad Request: chat_id is empty"),
        ("sendMessage", {"text": "x", "chat_id": ""}, "Bad Request: chat_id is empty"),
        ("sendPhoto", {"chat_id": SARI}, "Bad Request: there is no photo in the request"),
        ("createForumTopic", {"chat_id": SARI}, 'Bad Request: parameter "name" is required'),
        (
            "sendMessage",
            {"chat_id": SARI, "text": "x", "message_thread_id": "satu"},
            'Bad Request: parameter "message_thread_id" is malformed: Integer expected',
        ),
        (
            "sendMessage",
            {"chat_id": SARI, "text": "x", "disable_notification": "maybe"},
            'Bad Request: parameter "disable_notification" is malformed: Boolean expected',
        ),
        (
            "sendMessage",
            {"chat_id": SARI, "text": "x", "entities": "no list"},
            "Bad Request: can't parse entities JSON object",
        ),
        (
            "sendMessage",
            {"chat_id": SARI, "text": "x", "reply_markup": [1]},
            "Bad Request: can't parse reply keyboard markup JSON object",
        ),
        (
            "sendMessage",
            {"chat_id": SARI, "text": "x", "parse_mode": "BB"},
            "Bad Request: unsupported parse_mode",
        ),
    ],
)
async def test_what_is_missing_or_malformed_is_refused(
    started: Driver, method: str, parameters: Json, refusal: str
) -> None:
    answer = await started.call(method, **parameters)
    assert (answer.status, answer.refusal) == (400, refusal)


async def test_a_body_that_is_no_json_is_refused(driver: Driver) -> None:
    headers = {"Content-Type": "application/json"}
    async with driver.http.post(driver.sandbox.url + BOT, data=b"{", headers=headers) as response:
        assert response.status == 400


async def test_unknown_parameters_are_ignored_and_noted(started: Driver) -> None:
    await started.send(SARI, colour="blue")
    [*_, last] = (await started.read("requests"))["requests"]
    assert last["unknown_parameters"] == ["colour"]
    assert (last["method"], last["status"], last["parameters"]["text"]) == ("sendMessage", 200, "Halo")


SCRAPS = st.sampled_from(["", "x", "bold", "text_link", "article", 0, -1, 1001, 10**12, 1.5, True, None])
NAMES = st.sampled_from(
    "type text url id offset length user inline_keyboard keyboard callback_data copy_text request_chat "
    "message_id chat_id command title input_message_content".split()
)
STRUCTURED = st.sampled_from(
    [
        ("sendMessage", "reply_markup"),
        ("sendMessage", "entities"),
        ("sendMessage", "reply_parameters"),
        ("sendMessage", "link_preview_options"),
        ("setMyCommands", "commands"),
        ("setMyCommands", "scope"),
        ("answerInlineQuery", "results"),
        ("setMessageReaction", "reaction"),
        ("deleteMessages", "message_ids"),
        ("setChatMenuButton", "menu_button"),
        ("getUpdates", "allowed_updates"),
    ]
)
PLAIN: Json = {"chat_id": SARI, "text": "x", "message_id": 1, "commands": [], "inline_query_id": "1"}


def json_around(inside: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.lists(inside, max_size=3) | st.dictionaries(NAMES, inside, max_size=4)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=STRUCTURED, value=st.recursive(SCRAPS, json_around, max_leaves=8))
async def test_no_json_makes_the_server_stumble(
    started: Driver, place: tuple[str, str], value: object
) -> None:
    method, parameter = place
    answer = await started.call(method, **PLAIN | {parameter: value})
    assert answer.status in (200, 400)
