"""What people do inline: type behind the bot's name in any chat, and send one of the cards that it offers."""

from sandbox.telegram.errors import TelegramError
from sandbox.telegram.fields import Fields
from sandbox.telegram.keyboard import inline_keyboard
from sandbox.telegram.methods.inline import read_message
from sandbox.telegram.people import Impossible, say
from sandbox.telegram.records import Chat, Content, Json, Message, Person
from sandbox.telegram.wire import user_json
from sandbox.telegram.world import World

LONGEST_QUERY = 256
"""Characters that Telegram lets a person type."""


async def ask_inline(world: World, person: Person, query: str, offset: str, timeout: float) -> Json:
    """The bot's answer, under the id by which its cards can be sent."""
    if not world.profile.inline_mode:
        raise Impossible("the bot's inline mode is off")
    if len(query) > LONGEST_QUERY:
        raise Impossible(f"a query has at most {LONGEST_QUERY} characters")
    question = world.questions.ask_inline()
    asked = {"id": question.id, "from": user_json(person), "query": query, "offset": offset}
    world.updates.add("inline_query", asked | {"chat_type": "sender"})
    answer = await world.questions.wait_for_answer(question, timeout)
    return {"query_id": question.id} | (answer or {"results": [], "next_offset": "", "timed_out": True})


def send_card(
    world: World, chat: Chat, person: Person, *, query_id: str, result_id: str, thread_id: int | None
) -> Message:
    """The message that the card holds, written by the person by way of the bot, who need not be there."""
    content = _content(_card(world, query_id, result_id))
    return say(world, chat, person, content, thread_id=thread_id, via_bot=True)


def _card(world: World, query_id: str, result_id: str) -> Fields:
    results = (world.questions.answered(query_id) or {}).get("results", [])
    card = next((result for result in results if str(result["id"]) == result_id), None)
    if card is None:
        raise Impossible(f"query {query_id} was not answered with a result {result_id!r}")
    return Fields(card)


def _content(card: Fields) -> Content:
    message = card.inner("input_message_content")
    if "message_text" not in message.raw:
        raise Impossible("the sandbox sends cards with a text only")
    try:
        text = read_message(message)
    except TelegramError as error:
        raise Impossible(error.description) from None
    return Content(
        text=text.text,
        entities=text.entities,
        keyboard=inline_keyboard(card.raw.get("reply_markup")),
        link_preview=message.raw.get("link_preview_options"),
    )
