"""Our HTML parser against Telegram's own."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.telegram import markup
from sandbox.telegram.entity import FormattedText
from sandbox.telegram.formatting import untangle
from sandbox.telegram.tags import MarkupError
from tests.sandbox import oracle

WELL_FORMED = [
    "<b>tebal</b> <strong>x</strong> <i>miring</i> <em>x</em> <u>x</u> <ins>x</ins> <s>x</s> <del>x</del>",
    "<strike>x</strike> <tg-spoiler>x</tg-spoiler> <span class='tg-spoiler'>x</span>",
    "<code>x</code><pre>y</pre><pre><code class='language-py'>z</code></pre>",
    "<code class='language-c'><pre>x</pre></code><code class=language-c>x</code>",
    "<pre><code class='language-c'>x</code> y</pre><pre><code>x</code></pre>",
    "<blockquote>a</blockquote><blockquote expandable>b</blockquote><blockquote expandable=1>c</blockquote>",
    "<tg-emoji emoji-id='5'>😀</tg-emoji><tg-time unix='1'>x</tg-time><tg-time unix='a'>x</tg-time>",
    "<tg-time unix='1700000000' format='wDT'>x</tg-time><tg-time unix='1' format='r'>x</tg-time>",
    "a & b &lt; &gt &amp;lt; &quot; &nbsp; &#65; &#x41; &#x1F600; &#0; &#1114111; &#000000065; &lta",
    "<B>x</B> <b x=1 y='2' z>x</b> <b>x</b  > <i>x</> <b></b> <b x=>t</b>",
    "<b>é<i>😀</i></b><u>a</u><u>b</u>",
]
BROKEN = [
    "<b>x",
    "x</b>",
    "<b>é<i>b</b>c</i>",
    "é<foo>",
    "< b>",
    "a<b",
    "<br/>",
    "<!-- x -->",
    "<span>x</span>",
    "<b =1>t</b>",
    "<b x=a/b>t</b>",
    "<b x='a>t</b>",
    "<b x",
    "<b x=",
    "<b ",
    "<b '",
    "<b a/b>x</b>",
    "<b x='1'",
    "</",
    "<b>t</b ",
    "<b>t</ b>",
    "<b>t</",
    "<tg-emoji>x</tg-emoji>",
    "<tg-emoji emoji-id='9999999999999999999'>x</tg-emoji>",
    "<tg-time unix='1' format='zz'>x</tg-time>",
    "&#xd83d;&#xde00;",
]
ADDRESSES = [
    "http://contoh.id",
    "https://contoh.id",
    "HTTPS://Contoh.ID/A?b=C#d",
    "contoh.id/x",
    "http://é.com/ä?q=1 2",
    "http://contoh.id#f",
    "http://contoh.id?q",
    "http://127.0.0.1:8080/x",
    "http://contoh.id:99999/",
    "http://nama:sandi@contoh.id/",
    "http://[::1]/",
    "http://localhost:80/x",
    "mailto:a@contoh.id",
    "mailto://a@contoh.id",
    "javascript:x",
    "ftp://contoh.id",
    "//contoh.id",
    "/start",
    "tel:+62",
    "x",
    ".",
    "a.",
    "",
    " http://contoh.id ",
    "http://x .com",
    "https:contoh.id",
    "tg://resolve?domain=x",
    "tg:resolve?domain=x",
    "tg://user?id=12",
    "tg:user?id=12",
    "tg://user?id=12&x=1",
    "tg://user?id=0",
    "tg://user?id=05",
    "tg:resolve#x",
    "tg:é",
    "tonsite://x",
    "http://a!b$c.id/%zz[]{}",
    "http://a%2eb",
    "http://a.%41",
    "http://a|b.id",
    "http://x.id:080/",
    "http://x.id:0/",
    "http://..",
    "http://.",
    "ton://x",
]


def ours(text: str) -> tuple[str, list[oracle.Shape]] | str:
    try:
        formatted = markup.parse_html(text)
    except MarkupError as error:
        return str(error)
    return formatted.text, [oracle.shape(entity) for entity in formatted.entities]


@pytest.mark.parametrize("text", WELL_FORMED)
def test_markup_is_read_as_telegram_reads_it(text: str) -> None:
    assert ours(text) == oracle.parse_html(text)


@pytest.mark.parametrize("text", BROKEN)
def test_broken_markup_is_refused_in_telegrams_words(text: str) -> None:
    refusal = oracle.parse_html(text)
    assert isinstance(refusal, str)
    assert ours(text) == refusal


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_link_keeps_or_loses_its_address_as_with_telegram(address: str) -> None:
    text = f'<a href="{address}">tautan</a>'
    assert ours(text) == oracle.parse_html(text)


PLAIN = st.sampled_from(
    ["a", "b c", " ", "\n", "é", "😀", "&amp;", "&lt", "&#65;", "&#x1f600;", "&x;", "&", "'"]
)
OPEN = ["b", "i", "u", "s", "code", "pre", "blockquote", "tg-spoiler", "span class='tg-spoiler'"]
OPEN += [
    "a href='http://contoh.id'",
    "tg-emoji emoji-id='5'",
    "code class='language-py'",
    "blockquote expandable",
]


def nested(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    one = st.builds(lambda tag, text: f"<{tag}>{text}</{tag.split()[0]}>", st.sampled_from(OPEN), inside)
    return st.lists(one | PLAIN, max_size=4).map("".join)


WELL_NESTED = st.recursive(PLAIN, nested, max_leaves=12)
SHREDS = st.sampled_from(
    [
        *(f"<{tag}>" for tag in OPEN),
        "</b>",
        "</i>",
        "</a>",
        "</>",
        "<",
        ">",
        "</",
        "<b ",
        "='",
        "x=",
        "'",
        " ",
        "&#",
        "é",
    ]
)
SHREDDED = st.lists(PLAIN | SHREDS, max_size=10).map("".join)
GENTLY = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@GENTLY
@given(WELL_NESTED | SHREDDED)
def test_whatever_is_written_is_read_or_refused_as_by_telegram(text: str) -> None:
    assert ours(text) == oracle.parse_html(text)


@GENTLY
@given(WELL_NESTED)
def test_entities_are_merged_and_cut_as_by_telegram(text: str) -> None:
    parsed = markup.parse_html(text)
    clean, expected = oracle.untangled(text)
    if clean.strip():
        settled = [oracle.shape(entity) for entity in untangle(parsed.entities)]
        assert oracle.coverage(settled) == oracle.coverage(expected)


@GENTLY
@given(WELL_NESTED)
def test_untangled_entities_never_cross(text: str) -> None:
    parsed: FormattedText = markup.parse_html(text)
    entities = untangle(parsed.entities)
    for first in entities:
        for second in entities:
            crosses = first.offset < second.offset < first.end < second.end
            assert not crosses, (first, second)
