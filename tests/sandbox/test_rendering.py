"""The chat page's HTML of a message."""

import pytest

from sandbox.telegram.entity import Entity
from sandbox.telegram.formatting import settle
from sandbox.telegram.markup import parse_html
from sandbox.telegram.rendering import render_html


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<b>a<i>b</i></b>c", "<b>a<i>b</i></b>c"),
        ("😀<b>é</b>\nx", "😀<b>é</b>\nx"),
        ("&lt;b&gt; &amp;", "&lt;b&gt; &amp;"),
        ("<pre><code class='language-py'>x</code></pre>", '<pre><code class="language-py">x</code></pre>'),
        ("<blockquote expandable>x</blockquote>", "<blockquote expandable>x</blockquote>"),
        ("/start", '<span class="bot_command">/start</span>'),
        (
            "<a href='https://contoh.id/?a=1&amp;b=\"'>x</a>",
            '<a href="https://contoh.id/?a=1&amp;b=&quot;" target="_blank" rel="noopener">x</a>',
        ),
        ("contoh.id", '<a href="http://contoh.id" target="_blank" rel="noopener">contoh.id</a>'),
        ("a@contoh.id", '<a href="mailto:a@contoh.id" target="_blank" rel="noopener">a@contoh.id</a>'),
    ],
)
def test_a_text_is_shown_with_its_entities(markup: str, shown: str) -> None:
    formatted = settle(parse_html(markup))
    assert render_html(formatted.text, formatted.entities) == shown


def test_names_of_entities_and_languages_cannot_smuggle_markup_in() -> None:
    entity = Entity(type="pre", offset=0, length=1, language='"><script>')
    assert "<script>" not in render_html("x", [entity])
