"""A side file: lines of an archive that are wrong, as they are, each below its number and the reason."""

from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from app.errors import SettingsError
from news.archive import COMMENT
from news.text import clean


class SideFile:
    """Made with the first line that is wrong; whoever mends the lines imports it as it is. Use as `with`."""

    def __init__(self, path: Path, *, source: str) -> None:
        self.path, self._source = path, source
        self._file: BinaryIO | None = None

    def __enter__(self) -> "SideFile":
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._file:
            self._file.close()

    def add(self, number: int, line: bytes, reason: str) -> None:
        """Raises SettingsError where it cannot be written."""
        above = f" {clean(self._source)}, line {number}: {clean(reason)}\n"
        try:
            self._file = self._file or self.path.open("wb")
            self._file.write(COMMENT + above.encode("utf-8", "replace") + line + b"\n")
        except OSError as error:
            raise SettingsError(
                f"wrong lines cannot be kept in {self.path}: {error.strerror}; name another file with --wrong"
            ) from error
