"""One call of a Bot API method: its parameters as text and files, whatever form they came in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from sandbox.telegram.errors import bad_request, malformed_parameter

MOST_UPLOADED = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    method: str
    parameters: Mapping[str, str]
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        return self.parameters.get(name, default)

    def integer(self, name: str, default: int = 0) -> int:
        text = self.parameters.get(name, "")
        return int(text) if text else default

    def flag(self, name: str) -> bool:
        return self.parameters.get(name, "").lower() in ("true", "yes", "1")

    def json(self, name: str) -> Any:
        """What stands in a JSON parameter; None when it is absent."""
        text = self.parameters.get(name, "")
        if not text:
            return None
        try:
            return json.loads(text)
        except ValueError:
            raise malformed_parameter(name, "JSON") from None


async def read_call(method: str, request: web.Request) -> Call:
    """Query string and body together; the body wins. Raises the refusal of a body that cannot be read."""
    parameters = dict(request.query)
    if request.content_type.startswith("multipart/"):
        fields, uploads = await _read_parts(request)
        return Call(method=method, parameters=parameters | fields, files=uploads)
    if request.content_type == "application/json":
        return Call(method=method, parameters=parameters | await _read_json(request))
    if request.content_type == "application/x-www-form-urlencoded":
        form = await request.post()
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        return Call(method=method, parameters=parameters | fields)
    return Call(method=method, parameters=parameters)


def call_from_json(method: str, body: Mapping[str, Any]) -> Call:
    fields = {name: _as_text(value) for name, value in body.items() if value is not None and name != "method"}
    return Call(method=method, parameters=fields)


async def _read_json(request: web.Request) -> dict[str, str]:
    raw = await request.read()
    if not raw.strip():
        return {}
    try:
        body = json.loads(raw)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise bad_request("JSON object expected")
    return dict(call_from_json("", body).parameters)


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


async def _read_parts(request: web.Request) -> tuple[dict[str, str], dict[str, Upload]]:
    fields: dict[str, str] = {}
    uploads: dict[str, Upload] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad_request("can't parse multipart form")
        content = bytes(await part.read(decode=True))
        if part.filename is None:
            fields[part.name] = content.decode("utf-8", "replace")
        else:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            uploads[part.name] = Upload(name=part.filename, mime=mime, content=content)
    return fields, uploads
