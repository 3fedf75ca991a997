"""Telegram's HTML: entities in UTF-16 units, errors in TDLib's words."""

import pytest

from sandbox.entities import parse
from sandbox.errors import ApiError


def entities(source):
    return [(entity["type"], entity["offset"], entity["length"]) for entity in parse(source, "HTML")[1]]


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        ("plain", "plain", []),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<STRONG>a</STRONG><em>b</em>", "ab", [("bold", 0, 1), ("italic", 1, 1)]),
        ("<u>a</u><s>b</s><code>c</code>", "abc", [("underline", 0, 1), ("strikethrough", 1, 1), ("code", 2, 1)]),
        ("<tg-spoiler>x</tg-spoiler>", "x", [("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("blockquote", 0, 1)]),
        ("a &lt; b &amp;&quot; &#65;&#x42; &nbsp; &copy", 'a < b &" AB &nbsp; &copy', []),
        ("&#xD800;&#0;&#x;", "&#xD800;&#0;&#x;", []),
        ("🔴<b>x</b>", "🔴x", [("bold", 2, 1)]),
        ("  <b> x </b> ", "x", [("bold", 0, 1)]),
        ("<b></b>x", "x", []),
        ("<b>x</>", "x", [("bold", 0, 1)]),
        ("/start@waypost_bot x", "/start@waypost_bot x", [("bot_command", 0, 18)]),
        ("&lt;b&gt;x&lt;/b&gt; a/b", "<b>x</b> a/b", []),
        ("<code>/start</code>", "/start", [("code", 0, 6)]),
        ("see https://example.org/a.", "see https://example.org/a.", [("url", 4, 21)]),
        ("<b>ask @waypost_bot</b>", "ask @waypost_bot", [("bold", 0, 16), ("mention", 4, 12)]),
        ("@way<b>post_bot</b>", "@waypost_bot", [("bold", 4, 8)]),
        ("<a>no link</a>", "no link", []),
    ],
)
def test_reading(source, text, found):
    assert parse(source, "HTML")[0] == text
    assert entities(source) == found


def test_links_and_languages():
    assert parse('<a href="https://t.me/x?start=1&amp;y">go</a>', "html")[1][0]["url"] == "https://t.me/x?start=1&y"
    assert parse("<a href=tg>go</a>", "html")[1] == ()
    pre = parse('<pre><code class="language-python">x</code></pre>', "HTML")[1]
    assert pre == ({"type": "pre", "offset": 0, "length": 1, "language": "python"},)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
        ("က<div>", 'Unsupported start tag "div" at byte offset 3'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ('<a href="x', 'Unclosed start tag "a" at byte offset 0'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a "x">a</a>', 'Empty attribute name in the tag "a" at byte offset 3'),
        ("<a href=x:y>a</a>", "Unexpected end of name token at byte offset 8"),
    ],
)
def test_refusing(source, reason):
    with pytest.raises(ApiError) as refused:
        parse(source, "HTML")
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


def test_explicit_entities_are_kept():
    assert parse("bold", None, [{"type": "bold", "offset": 0, "length": 4}])[1] == (
        {"type": "bold", "offset": 0, "length": 4},
    )
