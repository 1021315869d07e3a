"""HTML mail to text, as a reader sees it: blocks as lines, tables as rows, quotes marked, hidden parts left out."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from afterword_parsers.mail.plain_text import clean_text, one_line
from afterword_parsers.message import Link

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_MAX_CHARACTERS = 2_000_000
_MAX_NODES = 120_000
_MAX_LINKS = 1_000
_MAX_HREF = 4_000
# A real newsletter nests a few dozen tables. The tree builder's cost grows with the square of the depth.
_MAX_DEPTH = 1_500
_MAX_ROW = 300
# Deeper than this, cells and quotes are no longer set apart: their text would be copied once for each level.
_MAX_BUFFERS = 60

# Their content is no text. Removed before the tree is built: an unclosed one would cost the builder dearly.
_RAW_ELEMENTS = re.compile(r"<(/?)(style|script|title|textarea|iframe|xmp|noembed|noframes)\b[^<>]*>?", re.IGNORECASE)
# No author writes such a tag; the tree builder's cost grows with the square of the number of attributes.
_MONSTER_TAG = re.compile(r"<(?:[^<>]{16000,}|(?:[^<>\s/\"']*+[\s/\"']++){400}[^<>]*)>?")
_SKIPPED = frozenset({"head", "template", "noscript", "svg", "math", "object", "select", "audio", "video"})
_PARAGRAPHS = frozenset({"p", "table", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr"})
_BLOCKS = frozenset(
    {"div", "li", "tr", "dt", "dd", "section", "article", "header", "footer", "main", "aside", "nav", "center", "address",
     "form", "fieldset", "figure", "figcaption", "caption", "body"}
)  # fmt: skip
_HIDDEN = re.compile(r"display:none|visibility:hidden|mso-hide:all|(?<![-\w])(?:max-height|opacity):0(?![\d.]*[1-9])")
_FONT_SIZE = re.compile(r"(?<![-\w])font-size:(0(?![\d.]*[1-9]))?")
# Outlook writes each line as a paragraph without a margin.
_TIGHT_CLASS = re.compile(r"\bMso(?:Normal|PlainText|ListParagraph|NoSpacing)", re.IGNORECASE)
_TIGHT_STYLE = re.compile(r"(?<![-\w])margin:0(?:in|px|pt|cm|em)?(?:;|$|!)")
_QUOTE_CLASS = re.compile(r"\b(?:gmail_quote|yahoo_quoted|protonmail_quote|moz-cite|zmail_extra|tutanota_quote)\b")
_OPENINGS = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Void elements, and elements whose end tag may be left out: an open one says nothing about the depth.
_NO_DEPTH = frozenset(
    {"br", "img", "hr", "meta", "link", "input", "col", "area", "base", "wbr", "embed", "source", "track", "param",
     "p", "li", "td", "tr", "th", "dt", "dd", "tbody", "thead", "tfoot", "option", "html", "body", "head"}
)  # fmt: skip
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BREAKING_TAG = re.compile(r"<\s*/?\s*(?:br|p|div|tr|li|table|h[1-6])\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")

# While the text is put together: the end of a line, the end of a paragraph, and a line that is empty on purpose.
_LINE, _PARAGRAPH, _EMPTY = "\x01", "\x02", "\x03"
_MARKS = re.compile("[\x01-\x03]")
_BREAK_BEFORE_END = re.compile("(?<=[^\\s\x01\x02])[ \t]*\n(?=[ \t]*[\x01\x02])")
_ENDS = re.compile("[ \t]*[\x01\x02][ \t\x01\x02]*")
_BLANK_LINES = re.compile(r"\n{3,}")


def html_to_text(html: str) -> tuple[str, tuple[Link, ...]]:
    """The visible text and the links of an HTML document.

    Cells of a table row that fit on a line come as "key | value"; quoted mail comes behind "> ". Only the first
    2,000,000 characters are read; of markup that nests without measure only the bare text is taken.
    """
    html = _MONSTER_TAG.sub(" ", _without_raw_elements(_MARKS.sub("", html[:_MAX_CHARACTERS])))
    if not html.strip():
        return "", ()
    if _nests_too_deep(html):
        return _tidy(unescape(_TAG.sub("", _BREAKING_TAG.sub("\n", _COMMENT.sub(" ", html))))), ()
    from selectolax.lexbor import LexborHTMLParser

    root = LexborHTMLParser(html).root
    if root is None:
        return "", ()
    walk = _Walk()
    walk.run(root)
    return _tidy("".join(walk.out)), tuple(dict.fromkeys(walk.links))


class _Walk:
    """One pass over the tree with an explicit stack, so that no depth can exhaust Python's own."""

    __slots__ = ("_buffers", "_invisible", "_lists", "_spaces_kept", "links", "out")

    def __init__(self) -> None:
        self.out: list[str] = []
        self.links: list[Link] = []
        self._buffers: list[tuple[str, str, list[str]]] = []
        self._lists: list[int | None] = []
        self._invisible = False
        self._spaces_kept = 0

    def run(self, root: LexborNode) -> None:
        """Walks the whole tree below `root`, or as much of it as is read of one message."""
        stack: list[tuple[LexborNode | None, str, str, bool]] = []
        node: LexborNode | None = root
        nodes = 0
        while node is not None or stack:
            if node is None or nodes > _MAX_NODES:
                node, tag, closing, invisible = stack.pop()
                self._leave(tag, closing)
                self._invisible = invisible
                continue
            nodes += 1
            if node.is_text_node:
                if not self._invisible:
                    self._text(node.text_content or "")
                node = node.next
                continue
            tag = node.tag or ""
            if not node.is_element_node or tag in _SKIPPED:
                node = node.next
                continue
            attributes = node.attributes
            invisible = self._invisible
            if attributes:
                style = (attributes.get("style") or "").lower().replace(" ", "")
                if "hidden" in attributes or (style and _HIDDEN.search(style)):
                    node = node.next
                    continue
                # Text of size 0 is hidden until a part inside gives itself a size, as layout cells of newsletters do.
                if "font-size:" in style and (size := _FONT_SIZE.search(style)):
                    self._invisible = size[1] is not None
            stack.append((node.next, tag, self._enter(tag, attributes), invisible))
            node = node.first_child

    def _text(self, text: str) -> None:
        if self._spaces_kept:
            self.out.append(text)
            return
        words = " ".join(text.split())
        if not words:
            self.out.append(_EMPTY if "\xa0" in text else " ")
            return
        if text[0].isspace():
            words = " " + words
        self.out.append(words + " " if text[-1].isspace() else words)

    def _enter(self, tag: str, attributes: dict[str, str | None]) -> str:
        """Writes what stands before an element's content and returns what `_leave` has to do after it."""
        if tag == "br":
            self.out.append("\n")
        elif tag == "a":
            href = (attributes.get("href") or "").strip()
            return self._open("a", href) if href else ""
        elif tag == "img":
            # A button is often a picture; a picture outside of a link is decoration.
            if self._buffers and self._buffers[-1][0] == "a" and (alt := attributes.get("alt")):
                self.out.append(f" {alt} ")
        elif tag in {"td", "th"}:
            return self._open("cell")
        elif tag == "tr":
            return self._open("row")
        elif tag == "blockquote" and _is_quote(attributes):
            return self._open("quote")
        elif tag in {"ul", "ol"}:
            self.out.append(_PARAGRAPH)
            self._lists.append(1 if tag == "ol" else None)
            return "list"
        elif tag == "li":
            self.out.append(_LINE + self._bullet())
        elif tag == "p" and attributes and _is_tight(attributes):
            self.out.append(_LINE)
            return "line"
        elif tag in _PARAGRAPHS:
            self.out.append(_PARAGRAPH)
            if tag == "pre":
                self._spaces_kept += 1
        elif tag in _BLOCKS:
            self.out.append(_LINE)
        return ""

    def _bullet(self) -> str:
        if not self._lists:
            return "- "
        number = self._lists[-1]
        if number is None:
            return "- "
        self._lists[-1] = number + 1
        return f"{number}. "

    def _leave(self, tag: str, closing: str) -> None:
        if closing == "buffer":
            self._close()
            return
        if closing == "list":
            self._lists.pop()
            self.out.append(_PARAGRAPH)
        elif tag == "pre":
            self._spaces_kept -= 1
        if closing != "line" and tag in _PARAGRAPHS:
            self.out.append(_PARAGRAPH)
        elif closing == "line" or tag in _BLOCKS:
            self.out.append(_LINE)

    def _open(self, kind: str, href: str = "") -> str:
        if len(self._buffers) >= _MAX_BUFFERS:
            self.out.append("" if kind == "a" else _LINE)
            return ""
        self._buffers.append((kind, href, self.out))
        self.out = []
        return "buffer"

    def _close(self) -> None:
        kind, href, outer = self._buffers.pop()
        inner, self.out = self.out, outer
        if kind == "row":
            # Each cell is one piece; what lies between the cells is white space.
            cells = [cell for cell in map(_tidy, inner) if cell]
            outer.append(_LINE + (_on_a_line(cells) or "\n".join(cells)) + _LINE)
            return
        text = "".join(inner)
        if kind == "a":
            self._link(text, href)
            outer.append(text)
        elif kind == "cell":
            in_row = bool(self._buffers) and self._buffers[-1][0] == "row"
            outer.append(text if in_row else f"{_LINE}{text}{_LINE}")
        else:
            lines = _tidy(text).split("\n")
            outer.append(_PARAGRAPH + "\n".join(f"> {line}".rstrip() for line in lines) + _PARAGRAPH)

    def _link(self, text: str, href: str) -> None:
        if len(self.links) < _MAX_LINKS and len(href) <= _MAX_HREF and href[0] != "#" and href[:11] != "javascript:":
            href = one_line(href)
            self.links.append(Link(text=one_line(text) or href, href=href))


def _on_a_line(cells: list[str]) -> str:
    """The row as "a | b", the few lines of a cell joined by commas; empty when it is too much for a line."""
    if sum(map(len, cells)) > _MAX_ROW or any(cell.count("\n") > 2 or "\n\n" in cell for cell in cells):
        return ""
    return " | ".join(cell.replace(",\n", ", ").replace("\n", ", ") for cell in cells)


def _is_quote(attributes: dict[str, str | None]) -> bool:
    """Whether a mail client marked this element as the message that is answered."""
    # A div of class gmail_quote holds the "On ... wrote:" line as well; the quote is the blockquote inside.
    is_cite = (attributes.get("type") or "").lower() == "cite"
    return is_cite or bool(_QUOTE_CLASS.search(attributes.get("class") or ""))


def _nests_too_deep(html: str) -> bool:
    if html.count("<") <= _MAX_DEPTH:
        return False
    opened: dict[str, int] = {}
    for end, name in _OPENINGS.findall(html):
        tag = name.lower()
        if tag not in _NO_DEPTH:
            opened[tag] = max(0, opened.get(tag, 0) + (-1 if end else 1))
            if opened[tag] > _MAX_DEPTH:
                return True
    return False


def _is_tight(attributes: dict[str, str | None]) -> bool:
    style = (attributes.get("style") or "").lower().replace(" ", "")
    return bool(_TIGHT_CLASS.search(attributes.get("class") or "") or _TIGHT_STYLE.search(style))


def _without_raw_elements(html: str) -> str:
    """`html` without style sheets and the like; one that never ends takes the rest with it, as in a browser."""
    kept: list[str] = []
    position = 0
    inside = ""
    for tag in _RAW_ELEMENTS.finditer(html):
        name = tag[2].lower()
        if not inside and not tag[1]:
            kept.append(html[position : tag.start()])
            inside = name
        elif inside == name and tag[1]:
            position = tag.end()
            inside = ""
    if not inside:
        kept.append(html[position:])
    return "".join(kept)


def _tidy(text: str) -> str:
    """`text` cleaned, line and paragraph ends written out, lines stripped, at most one blank line in a row."""
    text = _ENDS.sub(_line_ends, _BREAK_BEFORE_END.sub("", text))
    lines = (" ".join(line.split()) for line in clean_text(text).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def _line_ends(marks: re.Match[str]) -> str:
    return "\n\n" if _PARAGRAPH in marks[0] else "\n"
