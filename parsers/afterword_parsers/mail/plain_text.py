"""Bytes and characters to text that can be read: character sets, invisible characters, line ends."""

from __future__ import annotations

import codecs
import re

# Zero-width and directional characters hide words from a reader or from a rule; the soft hyphen and the joiners only
# guide line breaking. The filler U+034F and the Hangul fillers pad the preview line of newsletters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)
_SPACE = re.compile("[\x80-\x84\x86-\x9f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LINE_END = re.compile("\r\n?|\u2028|\u2029|\x85")
_ASCII_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])
# Names that Python takes for a text encoding and no mail should: some are slow on purpose-made input.
_NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "unicode-escape"})
# What software declares that never thought about it. Windows-1252 holds all that Latin-1 can print.
_WEAK_CHARSETS = frozenset({"us-ascii", "ascii", "unknown-8bit", "iso-8859-1", "latin-1", "latin1", "iso8859-1"})


def decode_bytes(raw: bytes, charset: str | None = None) -> str:
    """`raw` as text: the declared character set, else UTF-8, else Windows-1252, else Latin-1, which takes any byte."""
    return decode_declared(raw, charset)[0]


def decode_declared(raw: bytes, charset: str | None = None) -> tuple[str, str]:
    """As `decode_bytes`, with what was wrong with the declared character set as the end of a sentence, or ""."""
    declared = (charset or "").strip().lower()
    if declared in _WEAK_CHARSETS or declared in _NO_CHARSETS:
        declared = ""
    wrong = ""
    if raw[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} and not declared.startswith("utf-16"):
        # No text of another character set begins so ("ÿþ").
        declared = "utf-16"
    for name in (declared, "utf-8", "cp1252"):
        if not name:
            continue
        try:
            return raw.decode(name), wrong
        except LookupError:
            wrong = wrong or f'names an unknown character set, "{name[:40]}": another was tried'
        except UnicodeDecodeError as error:
            if error.start > 0 and error.end == len(raw) and error.reason == "unexpected end of data":
                # Only its last letter is incomplete; taken for another character set all would be garbled.
                return raw[: error.start].decode(name, "replace"), "ends within a letter: it is cut off"
            wrong = wrong or _not_in(name, declared)
        except (ValueError, UnicodeError, AssertionError):
            wrong = wrong or _not_in(name, declared)
    return raw.decode("latin-1"), wrong


def _not_in(name: str, declared: str) -> str:
    """Mail that declares nothing promised nothing."""
    return f'is not in the character set it names, "{name[:40]}": another was tried' if name == declared else ""


def clean_text(text: str) -> str:
    r"""`text` without invisible characters, every kind of space a plain one, every line end a "\n"."""
    if text.isascii():
        return text.replace("\r\n", "\n").replace("\r", "\n").translate(_ASCII_CONTROLS)
    text = _SPACE.sub(" ", _LINE_END.sub("\n", text))
    return _INVISIBLE.sub("", text)


def one_line(text: str) -> str:
    """`text` cleaned, with every run of white space a single blank."""
    return " ".join(clean_text(text).split())
