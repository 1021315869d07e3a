"""No HTML makes the reading of it raise, and what is hidden in it stays hidden."""

from __future__ import annotations

from hypothesis import strategies as st

from afterword_parsers.mail.html import html_to_text
from afterword_parsers.mail.quotes import take_apart
from fuzz.fuzzing import fuzz

TAGS = [
    "a",
    "b",
    "br",
    "div",
    "p",
    "span",
    "table",
    "tr",
    "td",
    "th",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "style",
    "script",
    "title",
    "head",
    "body",
    "html",
    "img",
    "hr",
    "h1",
    "form",
    "input",
]
ATTRIBUTES = [
    "",
    ' href="https://jobs.example/1"',
    " href='javascript:alert(1)'",
    " href=http://[::1",
    " href",
    ' style="display:none"',
    ' style="font-size:0;max-height:0px"',
    " hidden",
    ' class="gmail_quote"',
    ' type="cite"',
    ' alt="a"',
    " <",
    ' "',
]
TEXTS = [
    "hello",
    " ",
    "\n",
    "\u200b",
    "\u202eevil\u202c",
    "&nbsp;",
    "&#8203;",
    "&#x110000;",
    "&lt;b&gt;",
    "\x00",
    "😀",
    "ﷺ",
    "<![CDATA[",
    "<!--",
    "-->",
    "]]>",
]
opening = st.tuples(st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)).map(lambda tag: f"<{tag[0]}{tag[1]}>")
closing = st.sampled_from(TAGS).map(lambda tag: f"</{tag}>")
piece = st.tuples(opening | closing | st.sampled_from(TEXTS) | st.text(max_size=8), st.integers(1, 60)).map(
    lambda p: p[0] * p[1]
)
documents = st.lists(piece, max_size=40).map("".join)


def read_html(html: str) -> None:
    text, links = html_to_text(html)
    assert "\x00" not in text
    assert all(isinstance(link.href, str) for link in links)
    take_apart(text)


def test_any_html_is_read() -> None:
    """Tags that are never closed, attributes without end, deep nests."""
    fuzz(documents, read_html)


def test_hidden_words_stay_hidden() -> None:
    """Whatever stands around it, a hidden block says nothing."""

    def check(html: str) -> None:
        text, _ = html_to_text(f'<div>seen</div><div style="display:none">secretword</div>{html}')
        assert "secretword" not in text

    fuzz(st.lists(opening | closing | st.just("hello"), max_size=20).map("".join), check)
