"""Lines of files as they come: plain or packed, whole or broken off."""

import gzip
from io import BufferedReader, BytesIO

import pytest

from jobs.lines import LINES_AT_ONCE, LONGEST, Line, Lines, LinesUnreadable


async def lines_of(content: bytes) -> tuple[list[Line], LinesUnreadable | None]:
    """The lines, and what came after them where they could not be read to their end."""
    found: list[Line] = []
    try:
        async for lot in Lines(BufferedReader(BytesIO(content))).lots():
            found += lot.lines
    except LinesUnreadable as error:
        return found, error
    return found, None


async def test_lines_are_numbered_and_have_lost_their_ends() -> None:
    assert await lines_of(b"satu\r\n\ndua") == ([Line(1, b"satu"), Line(2, b""), Line(3, b"dua")], None)


async def test_a_large_file_comes_in_lots() -> None:
    content = b"x\n" * (2 * LINES_AT_ONCE + 1)
    lots = [lot async for lot in Lines(BufferedReader(BytesIO(content))).lots()]

    assert [len(lot.lines) for lot in lots] == [LINES_AT_ONCE, LINES_AT_ONCE, 1]
    assert lots[-1].lines[-1].number == 2 * LINES_AT_ONCE + 1
    assert lots[-1].end == len(content)


async def test_what_is_packed_is_unpacked_whatever_its_name() -> None:
    assert await lines_of(gzip.compress(b"satu\n") + gzip.compress(b"dua\n")) == (
        [Line(1, b"satu"), Line(2, b"dua")],
        None,
    )


@pytest.mark.parametrize("end", [b"", b"\0" * 8], ids=["cut off", "another checksum"])
async def test_of_a_packed_file_that_is_broken_what_can_be_read_comes_first(end: bytes) -> None:
    packed = gzip.compress(b"".join(b"%d\n" % n for n in range(50_000)))[: -8 - len(end)] + end

    found, error = await lines_of(packed)

    assert error
    assert error.after == len(found) > LINES_AT_ONCE
    assert found[7] == Line(8, b"7")


async def test_of_a_line_without_end_the_beginning_is_kept_and_the_next_line_is_whole() -> None:
    found, _ = await lines_of(b"x" * (LONGEST + 10) + b"\nsatu\n")

    assert [len(line.text) for line in found] == [LONGEST, 4]
    assert found[1] == Line(2, b"satu")


async def test_an_empty_file_has_no_lines() -> None:
    assert await lines_of(b"") == ([], None)
