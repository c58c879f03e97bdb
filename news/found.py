"""What stands at a feed's address instead of a feed, in words for its operator."""

import re

PAGE = "a web page, not a feed"

_SIGNATURES = (
    (b"\x89PNG", "an image, not a feed"),
    (b"\xff\xd8\xff", "an image, not a feed"),
    (b"GIF8", "an image, not a feed"),
    (b"RIFF", "an image, not a feed"),
    (b"\x1f\x8b", "a compressed file, not a feed"),
    (b"PK\x03\x04", "a compressed file, not a feed"),
    (b"%PDF-", "a PDF, not a feed"),
)
_HTML = re.compile(rb"\s*(?:<!doctype\s{1,20}html|<html|<head|<body)", re.IGNORECASE)
_ROOT = re.compile(rb"\s*<([A-Za-z_][\w.-]{0,39}(?::[\w.-]{1,40})?)[\s/>]")
_ROOTS = {"urlset": "a sitemap", "sitemapindex": "a sitemap", "opml": "a list of feeds"}


def signature(body: bytes) -> str:
    """What the first bytes of `body` tell that it is, or empty."""
    return next((words for first, words in _SIGNATURES if body.startswith(first)), "")


def is_page(document: bytes) -> bool:
    """Whether a mended document, in which nothing stands before a feed's root, is a web page."""
    return _HTML.match(document) is not None


def kind_of(document: bytes) -> str:
    """What a mended document is that is no feed."""
    if is_page(document):
        return PAGE
    if document.startswith((b"{", b"[")):
        return "JSON, but no JSON Feed"
    if root := _ROOT.match(document):
        name = root[1].decode("ascii", "replace")
        known = _ROOTS.get(name.lower())
        return f"XML with the root <{name}>" + (f" ({known})" if known else "") + ", not a feed"
    return "not a feed" if b"<" in document[:1_000] else "plain text, not a feed"
