"""What the rooms bring along beside code is packaged with them."""

import tomllib
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "bot", "jobs", "news", "sandbox", "storage")


def test_every_data_file_of_the_rooms_is_packaged() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["*"]
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*") if path.is_file()]
    data = [path for path in files if path.suffix not in (".py", ".pyc")]
    assert [path for path in data if not any(fnmatch(path.name, pattern) for pattern in patterns)] == []
    assert len(data) > 40
