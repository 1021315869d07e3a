"""HTML mail to text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword_parsers.mail.html import html_to_text
from afterword_parsers.mail.quotes import take_apart
from afterword_parsers.message import Link


def text_of(html: str) -> str:
    return html_to_text(html)[0]


def test_paragraphs_are_apart_and_lines_are_lines() -> None:
    """A paragraph has an empty line around it, a break and a div are a new line."""
    assert "one\n\ntwo\nthree\nfour" == text_of("<p>one</p><p>two<br>three</p><div>four</div>").replace(
        "\n\nfour", "\nfour"
    )
    assert "a\nb" == text_of("<div>a</div><div>b</div>")
    assert "a\n\nb" == text_of("<div>a</div><div><br></div><div>b</div>")


def test_outlook_lines_are_lines() -> None:
    """Outlook writes each line as a paragraph without a margin, and an empty line as a hard space."""
    html = '<p class="MsoNormal">one<o:p></o:p></p><p class="MsoNormal">&nbsp;</p><p class="MsoNormal">two</p><p class="MsoNormal">three</p>'

    assert "one\n\ntwo\nthree" == text_of(html)


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display:none;max-height:0">secret</div>',
        '<span style="mso-hide: all">secret</span>',
        '<div style="max-height:0px; overflow:hidden">secret</div>',
        '<div style="visibility: hidden">secret</div>',
        '<div style="opacity:0">secret</div>',
        '<div style="font-size:0px">secret</div>',
        "<div hidden>secret</div>",
        "<style>secret</style>",
        "<script>secret</script>",
        "<title>secret</title>",
        "<!-- secret -->",
        "<!--[if mso]>secret<![endif]-->",
    ],
)
def test_hidden_parts_are_left_out(hidden: str) -> None:
    """Preheaders, style sheets, scripts and comments are not what a reader sees."""
    assert "shown" == text_of(f"<body>{hidden}<p>shown</p></body>")


def test_small_frames_do_not_hide_what_is_inside() -> None:
    """Layout cells of size 0 hold text that has its own size."""
    assert "shown" == text_of('<div style="font-size:0"><div style="font-size:16px">shown</div></div>')
    assert "shown" == text_of('<div style="opacity:0.9;line-height:0">shown</div>')


def test_table_rows_are_key_and_value() -> None:
    """Cells that fit on a line stand on one; a cell of name and job stays together."""
    html = "<table><tr><td>When</td><td>Friday</td></tr><tr><td>10:00</td><td>Coding</td><td>Dana Fox<br>Engineer</td></tr></table>"

    assert "When | Friday\n10:00 | Coding | Dana Fox, Engineer" == text_of(html)


def test_layout_tables_are_blocks() -> None:
    """A table that only frames a letter leaves the letter's paragraphs alone."""
    html = "<table><tr><td><p>one</p><p>two</p></td></tr></table>"

    assert "one\n\ntwo" == text_of(html)


def test_lists_have_bullets_and_numbers() -> None:
    """Items of lists are lines of their own."""
    assert "- a\n- b\n\n1. c\n2. d" == text_of("<ul><li>a</li><li>b</li></ul><ol><li>c</li><li>d</li></ol>")


def test_links_are_kept_with_their_words() -> None:
    """Buttons, pictures and bare addresses are links; anchors and scripts are not."""
    html = (
        '<a href="https://x.example/1"><b>Pick</b> a time</a><a href="https://x.example/2"><img alt="Join" src="b.png"></a>'
        '<a href="https://x.example/3"></a><a href="#top">top</a><a href="javascript:x()">x</a>'
    )

    assert (
        Link("Pick a time", "https://x.example/1"),
        Link("Join", "https://x.example/2"),
        Link("https://x.example/3", "https://x.example/3"),
    ) == html_to_text(html)[1]


def test_invisible_characters_are_dropped() -> None:
    """Zero-width characters, soft hyphens and fillers go, hard spaces are spaces."""
    assert "an inter view" == text_of("a\u200bn\u00a0in&shy;ter&nbsp;view&zwnj;&#847;")


def test_words_are_not_split_by_inline_tags() -> None:
    """A tag inside a word leaves the word whole."""
    assert "interview" == text_of("inter<b>vi</b>ew")


@pytest.mark.parametrize(
    "quote",
    [
        (
            '<div class="gmail_quote"><div class="gmail_attr">On Mon, Mar 2, 2026 at 9:00 AM Dana &lt;d@x.example&gt; wrote:<br></div>'
            '<blockquote class="gmail_quote">old</blockquote></div>'
        ),
        "<div>On Mon, Mar 2, 2026, Dana &lt;d@x.example&gt; wrote:</div><blockquote type='cite'><div>old</div></blockquote>",
        "<hr><div id='divRplyFwdMsg'><b>From:</b> Dana &lt;d@x.example&gt;<br><b>Sent:</b> Monday<br><b>To:</b> Sam<br><b>Subject:</b> x</div><p>old</p>",
        "<div style='border-top:solid 1pt'><p class='MsoNormal'><b>Von:</b> Dana<br><b>Gesendet:</b> Montag, 2. März 2026 09:00<br><b>An:</b> Sam</p></div><p>old</p>",
    ],
)
def test_quotes_are_recognised_as_quotes(quote: str) -> None:
    """What mail clients mark as the earlier message is no word of the sender."""
    words = take_apart(text_of(f"<div>new</div>{quote}"))

    assert "new" == words.own
    assert "old" in words.quoted


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 50_000 + "deep" + "</div>" * 50_000,
        "<b>" * 50_000 + "deep",
        "<div></span>" * 50_000 + "deep",
        "<style>" * 50_000 + "</style>deep",
        "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">deep",
        "<table><tr><td>" * 20_000 + "deep",
        "<p" + " " * 100 + "x" * 400 + ">deep",
        "<p" + ' a="b"' * 100 + ">deep",
    ],
    ids=["div", "b", "mismatched", "style", "attributes", "tables", "blanks in a tag", "quotes in a tag"],
)
def test_hostile_markup_gives_its_text(html: str) -> None:
    """Markup made to exhaust the reader is read as bare text."""
    assert "deep" in text_of(html)


def test_long_documents_are_cut() -> None:
    """Only the first two million characters are read."""
    assert len(text_of("<p>hello</p>" * 400_000)) < 2_000_000


@given(st.text(alphabet=st.sampled_from('<>/="ab tdrulip&;!-\n'), max_size=300))
def test_any_markup_gives_a_text(html: str) -> None:
    """No markup makes the reader raise."""
    assert isinstance(text_of(html), str)
