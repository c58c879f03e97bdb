"""Independent client libraries find our answers well formed and map our refusals to their exceptions."""

import asyncio
from collections.abc import AsyncIterator

import aiogram
import pytest
from aiogram import exceptions as aiogram_errors
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup
from telegram import Bot, InputFile
from telegram import error as ptb_errors
from telegram.constants import ParseMode

from sandbox.server import Sandbox
from tests.sandbox.driver import CHANNEL, FORUM, GROUP, SARI, TOKEN, Driver
from tests.sandbox.test_files import PNG

PATIENCE = 10


@pytest.fixture
async def aiogram_bot(sandbox: Sandbox) -> AsyncIterator[aiogram.Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    async with aiogram.Bot(TOKEN, session=session).context() as bot:
        yield bot


@pytest.fixture
async def ptb_bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, base_url=f"{sandbox.url}/bot", base_file_url=f"{sandbox.url}/file/bot") as bot:
        yield bot


def buttons(text: str, data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=text, callback_data=data)]])


async def test_an_aiogram_dispatcher_hears_commands_and_presses(
    driver: Driver, aiogram_bot: aiogram.Bot
) -> None:
    dispatcher = aiogram.Dispatcher()

    @dispatcher.message(Command("start"))
    async def greet(message: aiogram.types.Message) -> None:
        await message.answer("<b>Halo</b>", parse_mode="HTML", reply_markup=buttons("Ya", "y"))

    @dispatcher.callback_query()
    async def agree(query: aiogram.types.CallbackQuery) -> None:
        assert isinstance(query.message, aiogram.types.Message)
        await query.message.edit_text("Baik")
        await query.answer("Tersimpan")

    polling = asyncio.create_task(
        dispatcher.start_polling(
            aiogram_bot, handle_signals=False, polling_timeout=1, close_bot_session=False
        )
    )
    await driver.write(SARI, "/start")
    [shown] = (await driver.read(f"chats/{SARI}/messages", after=1, wait=PATIENCE))["messages"]
    outcome = await driver.press(SARI, SARI, shown["message_id"], "Ya")
    assert outcome["answer"]["text"] == "Tersimpan"
    assert (await driver.shown(SARI))[-1]["text"] == "Baik"
    await dispatcher.stop_polling()
    await polling


async def test_aiogram_reads_every_kind_of_answer(started: Driver, aiogram_bot: aiogram.Bot) -> None:
    me = await aiogram_bot.me()
    sent = await aiogram_bot.send_message(
        SARI, "<b>Halo</b> contoh.id", parse_mode="HTML", reply_markup=buttons("a", "b")
    )
    photo = await aiogram_bot.send_photo(SARI, BufferedInputFile(PNG, "gambar.png"), caption="Gambar")
    document = await aiogram_bot.send_document(CHANNEL, BufferedInputFile(b"isi", "isi.txt"))
    assert me.username == "kliping_sandbox_bot"
    assert [entity.type for entity in sent.entities or []] == ["bold", "url"]
    assert photo.photo is not None
    assert document.document is not None
    content = await aiogram_bot.download(document.document.file_id)
    assert content is not None
    assert content.read() == b"isi"
    assert (await aiogram_bot.get_chat(FORUM)).is_forum
    assert len(await aiogram_bot.get_chat_administrators(CHANNEL)) == 2
    assert (await aiogram_bot.get_chat_member(GROUP, SARI)).status == "creator"
    assert (await aiogram_bot.get_webhook_info()).url == ""
    assert (await aiogram_bot.get_my_default_administrator_rights()).can_manage_chat is False


async def test_aiogram_reads_every_update(driver: Driver, aiogram_bot: aiogram.Bot) -> None:
    await driver.write(SARI, "/start@kliping_sandbox_bot halo", chat=FORUM, thread=2)
    for action in ("promote", "restrict", "kick"):
        await driver.member(GROUP, "bot", action)
    await driver.write(SARI, "Kabar", chat=CHANNEL)
    updates = await aiogram_bot.get_updates()
    kinds = [update.event_type for update in updates]
    assert kinds == ["message", *["my_chat_member"] * 2, "message", "my_chat_member", "channel_post"]


async def test_aiogram_maps_our_refusals(started: Driver, aiogram_bot: aiogram.Bot) -> None:
    with pytest.raises(aiogram_errors.TelegramBadRequest, match="can't parse entities"):
        await aiogram_bot.send_message(SARI, "<b>x", parse_mode="HTML")
    with pytest.raises(aiogram_errors.TelegramForbiddenError, match="can't initiate conversation"):
        await aiogram_bot.send_message(1002, "x")
    await started.script("faults", faults=[{"kind": "429", "retry_after": 3, "times": 1}])
    with pytest.raises(aiogram_errors.TelegramRetryAfter) as flood:
        await aiogram_bot.send_message(SARI, "x")
    assert flood.value.retry_after == 3
    new = (await started.member(GROUP, SARI, "upgrade"))["id"]
    with pytest.raises(aiogram_errors.TelegramMigrateToChat) as moved:
        await aiogram_bot.send_message(GROUP, "x")
    assert moved.value.migrate_to_chat_id == new


async def test_python_telegram_bot_sends_edits_and_uploads(started: Driver, ptb_bot: Bot) -> None:
    sent = await ptb_bot.send_message(SARI, "<i>Halo</i>", parse_mode=ParseMode.HTML)
    edited = await ptb_bot.edit_message_text("Baru", chat_id=SARI, message_id=sent.message_id)
    document = await ptb_bot.send_document(SARI, InputFile(b"isi", "isi.txt"), caption="Berkas")
    assert isinstance(edited, type(sent))
    assert (edited.text, edited.edit_date is not None) == ("Baru", True)
    assert document.document is not None
    file = await document.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"isi"
    assert (await ptb_bot.get_chat(CHANNEL)).title == "Kabar Pagi"
    await started.write(SARI, "Halo")
    [update] = await ptb_bot.get_updates()
    assert update.effective_user is not None
    assert update.effective_user.first_name == "Sari"


async def test_python_telegram_bot_maps_our_refusals(started: Driver, ptb_bot: Bot) -> None:
    await started.member(SARI, "bot", "block")
    with pytest.raises(ptb_errors.Forbidden, match="bot was blocked by the user"):
        await ptb_bot.send_message(SARI, "x")
    with pytest.raises(ptb_errors.BadRequest, match="Chat not found"):
        await ptb_bot.send_message(999, "x")
    new = (await started.member(GROUP, SARI, "upgrade"))["id"]
    with pytest.raises(ptb_errors.ChatMigrated) as moved:
        await ptb_bot.send_message(GROUP, "x")
    assert moved.value.new_chat_id == new
    await ptb_bot.set_webhook(f"{started.sandbox.url}/nowhere")
    with pytest.raises(ptb_errors.Conflict):
        await ptb_bot.get_updates()
