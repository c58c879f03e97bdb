"""The analyser's version: it is raised whenever what the analyser says of a text may have changed."""

import hashlib
import subprocess
import sys
from pathlib import Path

import news
from news.rarity import common_words
from news.tokens import ANALYSER

VERSIONS = {1: "31780c1d74ba340b"}
"""By version the digest of all that decides what the analyser says of a text.

Where the last one is wrong: has what the analyser says changed? Then raise `news.tokens.ANALYSER` and add a
line, so that operators hear of `kliping index rebuild`. Else put the new digest in the place of the old one.
"""

_KNOWLEDGE = (
    "concepts.toml", "irregular.txt", "names.txt", "region_names.toml", "regions.csv", "roots.txt",
)  # fmt: skip


def test_the_analyser_is_of_the_version_that_it_says() -> None:
    assert VERSIONS[max(VERSIONS)] == _digest()
    assert max(VERSIONS) == ANALYSER


def _digest() -> str:
    """Of the code that runs when an item is read, of what that code knows, and of the words whose pairs the
    index keeps."""
    listing = "import sys, news.tokens; print(*(m for m in sys.modules if m.startswith('news.')))"
    names = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True).stdout
    room = Path(news.__file__).parent
    code = [room / f"{name.removeprefix('news.')}.py" for name in sorted(names.split())]
    known = [room / "data" / name for name in _KNOWLEDGE]
    pairs = " ".join(sorted(common_words())).encode()
    return hashlib.sha256(b"".join([*(path.read_bytes() for path in [*code, *known]), pairs])).hexdigest()[
        :16
    ]
