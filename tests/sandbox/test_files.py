"""Photos and documents: uploaded, shown, fetched again."""

import struct
from typing import Any

import aiohttp
import pytest

from tests.sandbox.driver import SARI, TOKEN, Answer, Driver

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 640, 480) + b"\x08\x06\0\0\0"
JPEG = b"\xff\xd8\xff\xe0\x00\x04JF\xff\xc0\x00\x11\x08" + struct.pack(">HH", 480, 640) + b"\x03\x01"
WIDE = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 9000, 40)


async def upload(driver: Driver, method: str, field: str, content: bytes, name: str, **more: Any) -> Answer:
    form = aiohttp.FormData()
    form.add_field(field, content, filename=name)
    for key, value in {"chat_id": SARI, **more}.items():
        form.add_field(key, str(value))
    async with driver.http.post(f"{driver.sandbox.url}/bot{TOKEN}/{method}", data=form) as response:
        return Answer(status=response.status, body=await response.json())


async def test_a_document_is_sent_shown_and_fetched(started: Driver) -> None:
    answer = await upload(
        started, "sendDocument", "document", b"a,b\n", "data.csv", caption="<b>Data</b>", parse_mode="HTML"
    )
    document = answer.result["document"]
    assert (document["file_name"], document["file_size"]) == ("data.csv", 4)
    assert answer.result["caption_entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    [*_, shown] = await started.shown(SARI)
    assert (shown["file"]["name"], shown["file"]["size"], shown["text"]) == ("data.csv", 4, "Data")
    file = await started.result("getFile", file_id=document["file_id"])
    for path in (shown["file"]["url"], f"/file/bot{TOKEN}/{file['file_path']}"):
        async with started.http.get(started.sandbox.url + path) as response:
            assert await response.read() == b"a,b\n"


@pytest.mark.parametrize("image", [PNG, JPEG])
async def test_a_photo_knows_its_size_and_can_be_sent_again(started: Driver, image: bytes) -> None:
    [size] = (await upload(started, "sendPhoto", "photo", image, "gambar")).result["photo"]
    assert (size["width"], size["height"]) == (640, 480)
    again = await started.result("sendPhoto", chat_id=SARI, photo=size["file_id"])
    assert again["photo"] == [size]


async def test_an_attachment_may_have_its_own_name(started: Driver) -> None:
    answer = await upload(started, "sendDocument", "berkas", b"x", "x.txt", document="attach://berkas")
    assert answer.result["document"]["file_name"] == "x.txt"


async def test_files_that_telegram_would_not_take_are_refused(started: Driver) -> None:
    for content, refusal in [(b"no image", "IMAGE_PROCESS_FAILED"), (WIDE, "PHOTO_INVALID_DIMENSIONS")]:
        answer = await upload(started, "sendPhoto", "photo", content, "x.png")
        assert answer.refusal == f"Bad Request: {refusal}"
    empty = await upload(started, "sendDocument", "document", b"", "x.txt")
    assert empty.refusal == "Bad Request: file must be non-empty"
    for document, refusal in [
        ("https://contoh.id/x.pdf", "failed to get HTTP URL content"),
        ("nothing", "wrong remote file identifier specified: Wrong string length"),
    ]:
        said = await started.refusal("sendDocument", chat_id=SARI, document=document)
        assert said == f"Bad Request: {refusal}"


async def test_a_caption_longer_than_1024_is_refused(started: Driver) -> None:
    answer = await upload(started, "sendDocument", "document", b"x", "x.txt", caption="x" * 1025)
    assert answer.refusal == "Bad Request: message caption is too long"


async def test_a_caption_is_edited_and_a_text_is_not(started: Driver) -> None:
    sent = (await upload(started, "sendDocument", "document", b"x", "x.txt", caption="satu")).result
    place = {"chat_id": SARI, "message_id": sent["message_id"]}
    assert (await started.result("editMessageCaption", **place, caption="dua"))["caption"] == "dua"
    refusal = await started.refusal("editMessageText", **place, text="tiga")
    assert refusal == "Bad Request: there is no text in the message to edit"


async def test_an_unknown_file_is_refused(driver: Driver) -> None:
    assert await driver.refusal("getFile", file_id="x") == "Bad Request: invalid file_id"
    async with driver.http.get(f"{driver.sandbox.url}/sandbox/files/x") as response:
        assert response.status == 400
