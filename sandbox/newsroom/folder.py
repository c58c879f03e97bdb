"""A folder of recorded feed files, each at its own URL and exactly as it was recorded."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from sandbox.newsroom.shelf import Document, Feed

CONTENT_TYPES = {
    ".xml": "application/xml",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".rdf": "application/rdf+xml",
    ".html": "text/html",
}


class Folder:
    """Serves what it lists and nothing else, so no path can lead out of it; it is read anew each time."""

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise NotADirectoryError(root)
        self._root = root.resolve()

    def feeds(self, root: str) -> list[Feed]:
        return [Feed(name=path, url=f"{root}/{quote(path)}") for path in sorted(self._files())]

    def find(self, path: str, root: str) -> Document | None:
        file = self._files().get(path)
        if file is None:
            return None
        return Document(
            body=file.read_bytes(),
            content_type=CONTENT_TYPES[file.suffix.lower()],
            changed_at=datetime.fromtimestamp(file.stat().st_mtime, UTC),
        )

    def _files(self) -> dict[str, Path]:
        return {
            file.relative_to(self._root).as_posix(): file
            for file in self._root.rglob("*")
            if file.suffix.lower() in CONTENT_TYPES and self._holds(file)
        }

    def _holds(self, file: Path) -> bool:
        return file.is_file() and file.resolve().is_relative_to(self._root)
