"""Hands out a shelf's documents over HTTP, with ETag, Last-Modified and 304 as real newspapers do."""

import hashlib
from datetime import timedelta
from pathlib import Path

from aiohttp import web

from sandbox.clock import SandboxClock
from sandbox.newsroom.folder import Folder
from sandbox.newsroom.plan import shipped_plan
from sandbox.newsroom.press import Press
from sandbox.newsroom.shelf import Document, Feed, Shelf

MOUNT = "/newsroom"


class Newsroom:
    """Newspapers on this machine: the shipped ones, or any folder of feed files."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    @classmethod
    def shipped(cls, clock: SandboxClock) -> "Newsroom":
        return cls(Press(shipped_plan(), clock))

    @classmethod
    def folder(cls, path: Path) -> "Newsroom":
        """Serves every feed file below `path`; raises NotADirectoryError when there is no such folder."""
        return cls(Folder(path))

    def feeds(self, base_url: str) -> list[Feed]:
        return self._shelf.feeds(base_url.rstrip("/") + MOUNT)

    def routes(self) -> list[web.RouteDef]:
        return [web.get(MOUNT + "/{path:.*}", self._answer)]

    async def _answer(self, request: web.Request) -> web.Response:
        document = self._shelf.find(request.match_info["path"], f"{request.url.origin()}{MOUNT}")
        if document is None:
            raise web.HTTPNotFound(text="no such page in this newsroom")
        return _conditional(request, document)


def _conditional(request: web.Request, document: Document) -> web.Response:
    tag = hashlib.sha256(document.body).hexdigest()[:20]
    if _is_known(request, tag, document):
        response = web.Response(status=304)
    else:
        response = web.Response(body=document.body, headers={"Content-Type": document.content_type})
    response.etag = tag
    response.last_modified = document.changed_at
    return response


def _is_known(request: web.Request, tag: str, document: Document) -> bool:
    # RFC 9110, 13.2.2: If-Modified-Since counts only where there is no If-None-Match.
    if request.if_none_match is not None:
        return any(known.value in ("*", tag) for known in request.if_none_match)
    since = request.if_modified_since
    return since is not None and document.changed_at < since + timedelta(seconds=1)
