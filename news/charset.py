"""A feed's bytes in UTF-8, whatever its marks, its declaration and its server say of them."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE, lookup

_TOP = 4_096
"""Bytes in which a declaration is sought."""

_BOMS = (
    (BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (BOM_UTF32_BE, "utf-32-be"),
    (BOM_UTF16_LE, "utf-16-le"),
    (BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = (
    (re.compile(rb"\x00\x00\x00[<{]"), "utf-32-be"),
    (re.compile(rb"[<{]\x00\x00\x00"), "utf-32-le"),
    (re.compile(rb"\x00[<{]"), "utf-16-be"),
    (re.compile(rb"[<{]\x00"), "utf-16-le"),
)
_DECLARED = re.compile(rb"""<\?xml\b[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})["']""")
_CHARSETS = re.compile(
    r"(us-)?ascii|latin|l1|iso[-_]?8859|windows-?\d|cp\d|x?-?mac|koi8|tis-?620|gb|big5|euc|shift|sjis",
    re.IGNORECASE,
)
"""Encodings of natural text; others (utf-7, punycode, zip) are tricks."""

_WIDER = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932",
}  # fmt: skip
"""What is written under these names, as browsers read them (WHATWG Encoding Standard)."""

_AS_WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
"""What Python makes of bytes that are no UTF-8, and what Windows meant by them."""

_ESCAPED = re.compile("[\udc80-\udcff]")
_PROPER = re.compile("[^\x00-\x7f\udc80-\udcff]")
_HALF_OF_A_PAIR = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")


def in_utf8(body: bytes, *, charset: str = "") -> bytes:
    """`body` in UTF-8 without a byte order mark; `charset` is what the server called it. Never raises."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return _recoded(body[len(mark) :], encoding)
    for beginning, encoding in _UNMARKED:
        if beginning.match(body):
            return _recoded(body, encoding)
    body = body.removeprefix(BOM_UTF8)
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return _from_another(body, charset).encode("utf-8", "replace")
    # Whatever a document says of itself: text that reads as UTF-8 and has more than ASCII in it is UTF-8.
    return body


def _recoded(body: bytes, encoding: str) -> bytes:
    return body.decode(encoding, "replace").encode("utf-8", "replace")


def _from_another(body: bytes, charset: str) -> str:
    # A headline cut within an emoji leaves half of a surrogate pair.
    text = _HALF_OF_A_PAIR.sub(b"", body).decode("utf-8", "surrogateescape")
    if len(_PROPER.findall(text)) <= len(_ESCAPED.findall(text)):
        declared = _DECLARED.search(body, 0, _TOP)
        for name in (declared[1].decode("ascii", "replace") if declared else "", charset):
            if encoding := _encoding(name):
                return body.decode(encoding, "replace")
    # It calls itself UTF-8 or nothing, or mostly is UTF-8: what is not is what Windows wrote among it.
    return text.translate(_AS_WINDOWS)


def _encoding(charset: str) -> str:
    """How Python calls the encoding, or empty where it is none of natural text."""
    if not _CHARSETS.match(charset):
        return ""
    try:
        name = lookup(charset).name
    except (LookupError, ValueError):
        return ""
    return _WIDER.get(name, name)
