"""Lists of feeds as feed readers exchange them: OPML, read forgivingly and written plainly."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html.entities import html5
from typing import cast

from lxml import etree

from news.catalogue import catalogue
from news.errors import ListUnreadable
from news.feed import Source
from news.site import bare_host, site_of
from news.subscription_lists import FeedList, Line, Problem, feed_list, found_instead, list_text
from news.text import clean, shorten
from news.words import fold, forms

_REGION = "/region/"
"""Our own use of OPML's `category`, whose values are paths: the outlet's region, "/region/19.02"."""

_FULL_TEXT = "/full-text"
"""The category of feeds whose articles are fetched from their pages as well."""

_REFERENCE = re.compile(r"&(?:#(\d{1,7}|[xX][0-9a-fA-F]{1,6});|([A-Za-z][A-Za-z0-9]{0,30});)?")
_ESCAPED_TWICE = re.compile(r"&(?:#(\d{1,7}|[xX][0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{0,30}));")
_KNOWN_TO_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DEFINITIONS = re.compile(r"<!DOCTYPE[^<>\[]{0,2000}\[|<!(?:ENTITY|ATTLIST|ELEMENT)", re.IGNORECASE)

_ATTRIBUTES = frozenset({"text", "title", "type", "xmlurl", "htmlurl", "category"})
_MOST_BREAKS = 20
_SHORTEST_FOLDER = 3


def read_opml(document: bytes) -> FeedList:
    """The feeds of an OPML document, in its order. Raises ListUnreadable if it is none.

    An outline without a name is called by its folder, if that is named after the outlet, or else by its host.
    """
    text = list_text(document, wanted="OPML")
    if _DEFINITIONS.search(text):
        raise ListUnreadable("a document with definitions of its own, which are not read")
    # A referenced entity could stand for anything. Those that are left are characters, which only XML knows.
    source = _REFERENCE.sub(_character, _NO_XML.sub("", text)).encode()
    parser = _parser()
    root = _parsed(source, parser)
    if root is None or _name(root) != "opml":
        raise ListUnreadable(f"{found_instead(text)}, not OPML")
    broken = _breaks(parser)
    lines = sorted([*_lines(root), *broken], key=_number)
    return feed_list(lines)


def write_opml(sources: Iterable[Source], *, title: str) -> bytes:
    """An OPML document of these feeds; `read_opml` gives them back as they were."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = clean(title)
    body = etree.SubElement(root, "body")
    for source in sources:
        name = clean(source.outlet)
        outline = etree.SubElement(
            body, "outline", type="rss", text=name, title=name, xmlUrl=clean(source.url)
        )
        categories = [_REGION + source.region] if source.region else []
        categories += [_FULL_TEXT] if source.full_text else []
        if categories:
            outline.set("category", ",".join(categories))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _parsed(source: bytes, parser: etree.XMLParser) -> etree._Element | None:
    try:
        root: etree._Element | None = etree.fromstring(source, parser)
    except etree.XMLSyntaxError:
        return None
    return root


def _breaks(parser: etree.XMLParser) -> list[Problem]:
    """Where the document is no XML, and something of it may be lost."""
    about = {entry.line: entry.message for entry in reversed(list(parser.error_log)[:_MOST_BREAKS])}
    return [
        Problem(line=line, reason=f"broken XML: {shorten(clean(message), 120)}")
        for line, message in about.items()
    ]


def _lines(root: etree._Element) -> Iterator[Line | Problem]:
    folders: dict[etree._Element | None, str] = {}
    for outline in root.iter():
        if _name(outline) == "outline":
            attributes = _attributes(outline)
            name, number = _own_name(attributes), _line_number(outline)
            if len(outline):
                folders[outline] = name
            if url := attributes.get("xmlurl", "").strip():
                outlet = _outlet(name, folders.get(outline.getparent(), ""), url)
                categories = [category.strip() for category in attributes.get("category", "").split(",")]
                full_text = "yes" if _FULL_TEXT in categories else ""
                yield Line(
                    number=number, url=url, outlet=outlet, region=_region(categories), full_text=full_text
                )
            elif attributes.get("type", "").lower() in ("rss", "atom") or "htmlurl" in attributes:
                reason = f"the feed {shorten(name, 80)!r} has no address (xmlUrl)"
                yield Problem(line=number, reason=reason)


def _outlet(name: str, folder: str, url: str) -> str:
    """The outlet's name: the outline's own, unless that is a section in a folder named after the outlet."""
    key = _key(folder)
    if len(key) >= _SHORTEST_FOLDER and key not in _key(name) and _is_outlet(key, url):
        return folder
    return name or bare_host(url)


def _is_outlet(key: str, url: str) -> bool:
    return key in _key(bare_host(url)) or (key, site_of(url)) in _known_outlets()


@cache
def _known_outlets() -> frozenset[tuple[str, str]]:
    return frozenset((_key(listed.outlet), site_of(listed.url)) for listed in catalogue())


def _own_name(attributes: Mapping[str, str]) -> str:
    name = clean(attributes.get("text", "")[:2000]) or clean(attributes.get("title", "")[:2000])
    return clean(_ESCAPED_TWICE.sub(lambda found: _named(found) or found[0], name))


def _region(categories: Iterable[str]) -> str:
    return next((one.removeprefix(_REGION) for one in categories if one.startswith(_REGION)), "")


def _attributes(element: etree._Element) -> dict[str, str]:
    """The attributes that we know, names in small letters; each is looked up by itself, for lxml's `items`
    takes the square of their number."""
    known: dict[str, str] = {}
    for written in element.attrib:
        name = str(written).rpartition("}")[2].lower()
        if name in _ATTRIBUTES and name not in known:
            known[name] = element.get(written) or ""
    return known


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _line_number(element: etree._Element) -> int:
    """The line on which the element's tag ends; from the 65,535th on, libxml2 knows only about which."""
    return cast("int | None", element.sourceline) or 1


def _number(line: Line | Problem) -> int:
    return line.line if isinstance(line, Problem) else line.number


def _key(name: str) -> str:
    return "".join(map(fold, forms(name)))


def _character(reference: re.Match[str]) -> str:
    """A reference that XML knows, instead of one that it does not; a bare "&" is one that was meant."""
    if reference[2] in _KNOWN_TO_XML:
        return reference[0]
    if not (reference[1] or reference[2]):
        return "&amp;"
    if (named := _named(reference)) is None:
        return f"&amp;{reference[0][1:]}"
    return "".join(f"&#{ord(char)};" for char in _NO_XML.sub("", named))


def _named(reference: re.Match[str]) -> str | None:
    """What a reference of HTML stands for, or None for one that is none."""
    if reference[2]:
        return html5.get(f"{reference[2]};")
    number = int(f"0{reference[1]}", 16 if reference[1][0] in "xX" else 10)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else ""
