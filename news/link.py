"""The canonical link: the same for every address at which a feed may list one article."""

import re
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import SplitResult, quote, quote_plus, unquote_to_bytes, urljoin, urlsplit

_SCHEMES = frozenset({"http", "https"})
LENGTH_LIMIT = 2048
"""Characters of an address, and bytes of a canonical link: PostgreSQL indexes 2,704 at most."""

_BEGINNING = 500
_CUT_ESCAPE = re.compile(r"%[0-9A-F]?\Z")

_TRACKING = (
    r"utm_\w*|mtm_\w+|matomo_\w+|pk_(?:campaign|cid|content|keyword|kwd|medium|source)|at_(?:campaign|medium"
    r"|custom\d|link_\w+|bbc_team|format|ptr_name)|itm_\w+|hsa_\w+|ga_\w+|ns_(?:campaign|mchannel|source"
    r"|linkname|fee)|fb_(?:action_\w+|ref|source|comment_id)|action_(?:object|type|ref)_map|jx(?:conn|reco\w*"
    r"|auid|token)|__hs\w+|_hs(?:enc|mi)|_ga\w*|_gl|_openstat|__source|__twitter_impression|amp_(?:js_v|gsa"
    r"|markup|kit|share)|usqp|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|gad_\w+|srsltid|msclkid|yclid|ysclid"
    r"|ymclid|twclid|ttclid|li_fat_id|zanpid|igshid|igsh|mibextid|sfnsn|mc_(?:cid|eid|tc)|mkt_tok|vero_(?:id"
    r"|conv)|oly_(?:anon|enc)_id|s_cid|s_kwcid|ef_id|epik|wickedid|rb_clickid|spm|xtor|wt[._]mc(?:_\w+)?"
    r"|cmp|cmpid|ncid|icid|ocid|ito|smid|smtyp|sref|srnd|trk|guccounter|guce_referrer(?:_sig)?"
    r"|ref_(?:src|source|url|medium|campaign)|referr?er|tag_from|phpsessid|jsessionid"
)
_WHOLE_ARTICLE = (
    r"amp=(?:1|true|yes)?|(?:output|outputtype)=amp|n(?:o|on)amp=\w*|m=1|page=(?:all|1)|single=1|showpage=all"
)
_TELLS_NOTHING = re.compile(rf"(?:{_TRACKING})=.*|(?:ref|source)=(?!\d+\Z).*|{_WHOLE_ARTICLE}", re.IGNORECASE)
_SEPARATOR = re.compile(r"&(?:amp;)+|\?(?=utm_)")
"""What else stands where "&" should: feeds escape it twice, or append their parameters without a look."""

_REMEMBERED = 500
"""Queries that are kept: many feeds append the same one to every address."""

_SIMPLE_FIELD = re.compile(r"[A-Za-z0-9_.~-]+(?:=[A-Za-z0-9_.~-]*)?")
"""There is only one way to write it."""

_IN_PATH = r"A-Za-z0-9._~!$&'()*+,;=:@/-"
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_TO_NORMALISE = re.compile(rf"%[0-9A-Fa-f]{{2}}|[^{_IN_PATH}]")
_ENDING = re.compile(r"(?<=[^/])(?:/amp\Z|\.amp(?=(?:\.html)?\Z))|/index\.(?:html?|php)\Z")
_ENDINGS = ("/amp", ".amp", ".amp.html", "/index.html", "/index.htm", "/index.php")

_OTHERS_SITES = (
    r"(?:(?:ac|biz|blogspot|co|com|desa|edu|go|gov|id|info|mil|my|name|ne|net|nom|or|org|ponpes|sch|web)"
    r"\.[a-z]{2}|(?:blogspot|substack|wordpress)\.com|git(?:hub|lab)\.io|(?:netlify|vercel|web)\.app"
    r"|(?:pages|workers)\.dev)\Z"
)
"""Domains below which everybody has a site: "m.co.id" is somebody's, not the mobile form of "co.id"."""

_GUISE = re.compile(rf"(?:www\.|(?:m|mobile|wap|amp)\.(?!{_OTHERS_SITES}))+(?=[^.]+\.)")
"""What a host puts before its name for another kind of reader; at least two labels remain."""

_CACHE = re.compile(r"(?:.+\.)?(?:cdn\.ampproject\.org|bing-amp\.com)|google(?:\.[a-z]{2,3}){1,2}")
_CACHED = re.compile(r"/(?:amp|[cv])/(?:s/)?([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(/.*)?")

_PLAIN = re.compile(
    r"https?://(?:www\.)?+(?!(?:www|m|mobile|wap|amp)\.)([a-z0-9-]++(?:\.[a-z0-9-]++)++)"
    rf"(?!/(?:amp|[cv])/)((?:/[{_IN_PATH}]*+)?+)"
)
"""Nearly every link; for these, the way of all others comes down to what `canonical_link` does first."""

_ABSOLUTE = re.compile(
    rf"https?://[a-z0-9-]++(?:\.[a-z0-9-]++)++(?:/[%{_IN_PATH}]*+(?:\?[%?{_IN_PATH}]++)?+)?+"
)
"""Nearly every address; there is nothing to make absolute, and nothing in it that could be wrong."""


def web_link(url: str, *, base: str) -> str | None:
    """`url` made absolute against `base`, or None where it is nothing that a browser could open."""
    if _ABSOLUTE.fullmatch(url) and len(url) <= LENGTH_LIMIT:
        return url
    try:
        parts = urlsplit(urljoin(base, url.strip()))
        absolute = parts.geturl()
        # Asking for the port raises where it is none.
        usable = parts.scheme.lower() in _SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return absolute if usable and len(absolute) <= LENGTH_LIMIT else None


def host_of(url: str) -> str:
    """The host of the absolute web address `url`: in lower-case ASCII, with its port unless it is 80 or 443.

    Unlike in a canonical link, "www.kabar.example" and "kabar.example" are two. Raises ValueError for ports
    and addresses that are none.
    """
    parts = urlsplit(url)
    return _name(parts) + _port(parts)


def canonical_link(url: str) -> str:
    """The identity of the article at `url`, which `web_link` gave.

    Scheme, `www.`, default ports, fragments that are no routes ("#/baca/1", "#!baca/1"), trailing slashes,
    tracking parameters, the order of the others, mobile and AMP forms, AMP caches, ways to escape and to
    spell a host do not tell articles apart. The canonical link of a canonical link (after "https:") is the
    same.
    """
    address, _, query = url.partition("?")
    if (plain := _PLAIN.fullmatch(address)) and "#" not in query:
        path = plain[2].rstrip("/")
        if not path.endswith(_ENDINGS):
            query = _telling(query) if query else ""
            return _bounded(f"//{plain[1]}{path or '/'}" + (f"?{query}" if query else ""))
    parts = urlsplit(url)
    host, path = _unguised(_name(parts)) + _port(parts), _TO_NORMALISE.sub(_normalised, parts.path)
    path, query = _with_inner_query(path, parts.query) if _CACHE.fullmatch(host) else (path, parts.query)
    host, path = _without_guises(host, path)
    query, route = _telling(query), _route(parts.fragment)
    return _bounded(f"//{host}{path or '/'}" + (f"?{query}" if query else "") + route)


def _bounded(link: str) -> str:
    """`link`, or of one that is too long to be indexed what tells it apart: its beginning and its hash."""
    if len(link.encode("utf-8", "surrogatepass")) <= LENGTH_LIMIT:
        return link
    digest = blake2b(link.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    address = link.partition("?")[0].partition("#")[0]
    beginning = address[: address.index("/", 2) + _BEGINNING]
    return _CUT_ESCAPE.sub("", beginning) + f"~{digest}"


def _route(fragment: str) -> str:
    """By which the scripts of a site that has one page only find an article."""
    route = _TO_NORMALISE.sub(_normalised, fragment).rstrip("/")
    return f"#{route}" if len(route) > 1 and route.startswith(("/", "!")) else ""


def _name(parts: SplitResult) -> str:
    """The host without its port, in ASCII."""
    name = parts.hostname or ""
    if ":" in name:
        return f"[{name}]"
    name = unquote_to_bytes(name.encode("utf-8", "surrogatepass")).decode("utf-8", "replace")
    return quote(_in_punycode(name.lower().rstrip(".")), safe="").rstrip(".")


def _in_punycode(name: str) -> str:
    try:
        return name if name.isascii() else name.encode("idna").decode()
    except UnicodeError:
        return name


def _port(parts: SplitResult) -> str:
    return "" if parts.port in (None, 80, 443) else f":{parts.port}"


def _unguised(host: str) -> str:
    return host[guise.end() :] if (guise := _GUISE.match(host)) else host


def _normalised(found: re.Match[str]) -> str:
    escape = found[0]
    if len(escape) == 1:
        return quote(escape, safe="", errors="surrogatepass")
    character = chr(int(escape[1:], 16))
    return character if _UNRESERVED.fullmatch(character) else escape.upper()


def _with_inner_query(path: str, query: str) -> tuple[str, str]:
    """A cache's links may carry the query of the article in their path, escaped."""
    path, _, inner = path.partition("%3F")
    return path, inner.replace("%3D", "=").replace("%26", "&") + "&" + query


def _without_guises(host: str, path: str) -> tuple[str, str]:
    """Host and path of the article itself, where these name an AMP form or a cache's copy of it."""
    before = None
    while before != (host, path):
        before = host, path
        if _CACHE.fullmatch(host) and (cached := _CACHED.fullmatch(path)):
            host, path = _unguised(cached[1].lower()), cached[2] or ""
        path = _without_ending(path.rstrip("/"))
    return host, path


def _without_ending(path: str) -> str:
    if path.startswith("/amp/"):
        return path[len("/amp") :]
    # Only the end is looked at, as a hostile path may be nothing but endings.
    ending = _ENDING.search(path, len(path) - 12)
    return path[: ending.start()] + path[ending.end() :] if ending else path


@lru_cache(_REMEMBERED)
def _telling(query: str) -> str:
    fields = (_field(field) for field in _SEPARATOR.sub("&", query).split("&") if field)
    return "&".join(sorted(field for field in fields if not _TELLS_NOTHING.fullmatch(field)))


def _field(text: str) -> str:
    if _SIMPLE_FIELD.fullmatch(text):
        return text if "=" in text else f"{text}="
    name, _, value = text.partition("=")
    return f"{_form(name)}={_form(value)}"


def _form(text: str) -> str:
    """`text` as a form would send it. By bytes, since what is not UTF-8 tells articles apart as well."""
    return quote_plus(unquote_to_bytes(text.replace("+", " ").encode("utf-8", "surrogatepass")), safe="")
