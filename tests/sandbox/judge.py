"""The judge: what the bot sends must fit the Bot API's schema, and please Telegram's own parser."""

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from sandbox.clock import SandboxClock
from sandbox.server import Newsroom, Sandbox
from sandbox.telegram.entity import SPLITTABLE
from sandbox.telegram.errors import TelegramError
from sandbox.telegram.journal import Journal
from sandbox.telegram.records import Json
from sandbox.telegram.schema import check, methods, misfits_of_object, unknown_parameters
from tests.clocks import MORNING
from tests.sandbox.oracle import Shape, coverage, found, parse_html

LONGEST = {"text": 4096, "caption": 1024}
"""UTF-16 units after parsing."""

MOST_ENTITIES = 100
LONGEST_RAW = 32_768
LONGEST_NOTE = 200
LONGEST_DATA = 64
MOST_BUTTONS = 100
MOST_BUTTONS_IN_A_ROW = 8
MOST_RESULTS = 50
LONGEST_ID = 64
"""Bytes of an inline result's id and of an offset."""

SCHEMES = ("http://", "https://", "tg://")

NOT_THE_CALLS_FAULT = (
    "chat not found",
    "message is not modified",
    "message to edit not found",
    "message can't be edited",
    "query is too old",
    "upgraded to a supergroup",
)
"""Refusals for what has become of a chat or a message, where nothing was wrong with the call itself."""

_NO_ENTITY_OF_THE_BOT_API = ("mediatimestamp", "bankcardnumber")
_QUOTES = ("blockquote", "expandable_blockquote")


@asynccontextmanager
async def judged_sandbox(
    *,
    token: str,
    clock: SandboxClock | None = None,
    newsroom: Newsroom | None = None,
    limits: bool = True,
    port: int = 0,
) -> AsyncIterator[Sandbox]:
    """Telegram while the block runs; nothing may be asked that the real one would refuse."""
    journal = Journal(kept=1_000_000)
    sandbox = Sandbox(
        token=token, clock=clock or SandboxClock(MORNING), newsroom=newsroom, limits=limits, journal=journal
    )
    await sandbox.start(port)
    try:
        yield sandbox
    finally:
        await sandbox.stop()
    assert_telegram_takes(journal.after(0))


def assert_telegram_takes(calls: list[Json]) -> None:
    """`calls`: as the sandbox's journal has them, from the first one on."""
    assert len(calls) == max((call["n"] for call in calls), default=0), "the journal has forgotten some"
    told = [f"{call['method']}: {complaint}" for call in calls for complaint in complaints(call)]
    assert not told, "\n".join(dict.fromkeys(told))


def complaints(call: Json) -> Iterator[str]:
    """What Telegram would not take, or take otherwise than the sandbox did."""
    method, given = call["method"], _texts(call["parameters"])
    yield from misfits(method, given, uploaded=set(call["parameters"]) - set(given))
    for name, longest in LONGEST.items():
        if given.get(name) and method.lower() != "answercallbackquery":
            yield from _faults_of_text(given[name], given.get("parse_mode", ""), longest=longest)
            yield from _misread(given[name], given.get("parse_mode", ""), call["answer"], name)
    if method.lower() == "answercallbackquery" and _units(given.get("text", "")) > LONGEST_NOTE:
        yield "a note over the chat is too long"
    if method.lower() == "answerinlinequery":
        yield from _faults_of_cards(given)
    yield from _faults_of_buttons(json.loads(given.get("reply_markup", "{}")))
    yield from _refusal(call)


def misfits(method: str, given: Mapping[str, str], *, uploaded: set[str]) -> Iterator[str]:
    """How the call differs from the Bot API's schema."""
    if method.lower() not in methods():
        yield "no such method"
        return
    yield from (f"has no parameter {name}" for name in unknown_parameters(method, given))
    try:
        check(method, given, uploaded)
    except TelegramError as error:
        yield error.description


def _texts(parameters: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name, value in parameters.items() if isinstance(value, str)}


def _faults_of_text(markup: str, mode: str, *, longest: int) -> Iterator[str]:
    if mode not in ("", "HTML"):
        yield f"parse mode {mode} is not ours"
    if len(markup.encode()) > LONGEST_RAW:
        yield "the text is too long before parsing"
    parsed = _parsed(markup, mode)
    if isinstance(parsed, str):
        yield parsed
        return
    text, entities = parsed
    if not 0 < _units(text.strip()) <= longest:
        yield f"{_units(text.strip())} units of text"
    if len(entities) + len(_found_beside(text, entities)) > MOST_ENTITIES:
        yield "more entities than Telegram keeps"
    links = [detail for kind, _, _, detail in entities if kind == "text_link"]
    if mode and len(links) != markup.count("<a "):
        yield "a link that Telegram drops without a word"
    yield from (f"a link to {url[:80]}" for url in links if not url.startswith(SCHEMES))


def _misread(markup: str, mode: str, answer: Json | None, name: str) -> Iterator[str]:
    """Where the sandbox has made another text, or other entities, of the markup than Telegram does."""
    parsed, result = _parsed(markup, mode), (answer or {}).get("result")
    if isinstance(parsed, str) or not isinstance(result, dict) or name not in result:
        return
    text, given = parsed
    if result[name] != text.strip(" \n"):
        yield "the sandbox reads another text than Telegram"
        return
    entities = result.get("entities" if name == "text" else "caption_entities", [])
    if _looks(text, [_shape(entity) for entity in entities]) != _looks(
        text, [*given, *_found_beside(text, given)]
    ):
        yield "the sandbox makes other entities than Telegram"


def _looks(text: str, entities: list[Shape]) -> tuple[list[Shape], set[tuple[str, int]]]:
    """Styles by the visible units that they cover; others whole."""
    units = text.encode("utf-16-le")
    blank = {at for at in range(len(units) // 2) if units[2 * at : 2 * at + 2] in (b" \0", b"\n\0")}
    return coverage(entities, but=blank)


def _found_beside(text: str, given: list[Shape]) -> list[Shape]:
    """What Telegram makes of the text by itself, where no link or code stands already."""
    whole = [
        (offset, offset + length)
        for kind, offset, length, _ in given
        if kind not in SPLITTABLE and kind not in _QUOTES
    ]
    return [
        entity
        for entity in found(text)
        if entity[0] not in _NO_ENTITY_OF_THE_BOT_API
        and not any(start < entity[1] + entity[2] and entity[1] < end for start, end in whole)
    ]


def _parsed(markup: str, mode: str) -> tuple[str, list[Shape]] | str:
    return parse_html(markup) if mode else (markup, [])


def _shape(entity: Json) -> Shape:
    details = (entity.get(key) for key in ("url", "language", "custom_emoji_id", "unix_time"))
    detail = next((str(each) for each in details if each), "")
    return entity["type"], entity["offset"], entity["length"], detail


def _faults_of_cards(given: Mapping[str, str]) -> Iterator[str]:
    results, button = json.loads(given.get("results", "[]")), json.loads(given.get("button", "null"))
    ids = [str(result.get("id", "")) for result in results]
    if len(results) > MOST_RESULTS or len(set(ids)) < len(ids):
        yield "more results than Telegram takes, or the same one twice"
    if not all(0 < len(id_.encode()) <= LONGEST_ID for id_ in ids):
        yield "a result's id is empty or too long"
    if len(given.get("next_offset", "").encode()) > LONGEST_ID:
        yield "the next offset is too long"
    for result in results:
        yield from misfits_of_object("InlineQueryResultArticle", result)
        content = result.get("input_message_content", {})
        yield from misfits_of_object("InputTextMessageContent", content)
        mode = content.get("parse_mode", "")
        yield from _faults_of_text(content.get("message_text", ""), mode, longest=LONGEST["text"])
        yield from _faults_of_buttons(result.get("reply_markup", {}))
    if button is not None:
        yield from misfits_of_object("InlineQueryResultsButton", button)


def _faults_of_buttons(markup: Json) -> Iterator[str]:
    rows = markup.get("inline_keyboard", [])
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_BUTTONS_IN_A_ROW for row in rows):
        yield "more buttons than there is room for"
    for button in (button for row in rows for button in row):
        if not button["text"].strip():
            yield "a button without words"
        if not 0 < len(button.get("callback_data", "-").encode()) <= LONGEST_DATA:
            yield f"button data of {len(button['callback_data'].encode())} bytes"
        if not button.get("url", "http://").startswith(SCHEMES):
            yield f"a button to {button['url'][:80]}"


def _refusal(call: Json) -> Iterator[str]:
    said = str((call["answer"] or {}).get("description", ""))
    if call["status"] == 400 and not any(phrase in said for phrase in NOT_THE_CALLS_FAULT):
        yield said


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
