"""Sending photos and documents, and finding files again."""

import struct

from sandbox.telegram.call import Call, Upload
from sandbox.telegram.composing import file_content
from sandbox.telegram.errors import bad_request, missing_parameter, request_too_large
from sandbox.telegram.methods.messages import post
from sandbox.telegram.records import Json, StoredFile
from sandbox.telegram.rights import chat_to_write
from sandbox.telegram.wire import file_json
from sandbox.telegram.world import World

LARGEST_DOCUMENT = 50 * 1024 * 1024
LARGEST_PHOTO = 10 * 1024 * 1024
LARGEST_DOWNLOAD = 20 * 1024 * 1024
MOST_PIXELS = 10_000
STEEPEST_SHAPE = 20

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_JPEG_FRAMES = frozenset({*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})


def send_photo(world: World, call: Call) -> Json:
    chat = chat_to_write(world, call.text("chat_id"), what="photos")
    return post(world, call, chat, file_content(call, _photo(world, call)))


def send_document(world: World, call: Call) -> Json:
    chat = chat_to_write(world, call.text("chat_id"), what="documents")
    return post(world, call, chat, file_content(call, _document(world, call)))


def get_file(world: World, call: Call) -> Json:
    file = world.file(call.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return file_json(file) | {"file_path": file_path(file)}


def file_path(file: StoredFile) -> str:
    suffix = "." + file.name.rpartition(".")[2] if "." in file.name else ""
    return f"{'photos' if file.is_photo else 'documents'}/{file.id}{suffix}"


def _photo(world: World, call: Call) -> StoredFile:
    upload = _upload(world, call, "photo")
    if isinstance(upload, StoredFile):
        if not upload.is_photo:
            raise bad_request("can't use file of type Document as Photo")
        return upload
    if len(upload.content) > LARGEST_PHOTO:
        raise bad_request("file is too big")
    size = _size_in_pixels(upload.content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > MOST_PIXELS or max(size) > STEEPEST_SHAPE * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return world.keep_file(upload.name, upload.mime, upload.content, size)


def _document(world: World, call: Call) -> StoredFile:
    upload = _upload(world, call, "document")
    if isinstance(upload, StoredFile):
        return upload
    return world.keep_file(upload.name, upload.mime, upload.content)


def _upload(world: World, call: Call, name: str) -> Upload | StoredFile:
    """The uploaded file, or the one that the bot sent before."""
    named = call.text(name)
    upload = call.files.get(named.removeprefix("attach://") if named.startswith("attach://") else name)
    if upload is not None:
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > LARGEST_DOCUMENT:
            raise request_too_large()
        return upload
    if not named:
        raise missing_parameter(name)
    if named.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    known = world.file(named)
    if known is None:
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    return known


def _size_in_pixels(image: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG; None when it is neither."""
    if image.startswith(_PNG) and len(image) >= 24:
        width, height = struct.unpack(">II", image[16:24])
        return (width, height) if width and height else None
    if image.startswith(_JPEG):
        return _jpeg_size(image)
    return None


def _jpeg_size(image: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(image) and image[at] == 0xFF:
        marker, length = image[at + 1], int.from_bytes(image[at + 2 : at + 4])
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", image[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
