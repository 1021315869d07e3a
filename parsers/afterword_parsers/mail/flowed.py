"""Undoes format=flowed: lines that a mail client broke softly are one line again (RFC 3676)."""

from __future__ import annotations


def unflow(text: str, *, delete_space: bool = False) -> str:
    r"""`text` with its soft line breaks undone and its stuffed spaces removed.

    `text` has "\n" line ends. `delete_space` is the DelSp parameter: the space that marks a soft break is not part of
    the text. Lines of different quote depth are never joined, and the signature delimiter "-- " ends a line.
    """
    lines: list[str] = []
    flowing: list[str] = []
    flowing_depth = 0
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")
        if flowing and depth != flowing_depth:
            lines.append(_quoted("".join(flowing), flowing_depth))
            flowing = []
        if content == "-- ":
            if flowing:
                lines.append(_quoted("".join(flowing), flowing_depth))
                flowing = []
            lines.append(_quoted(content, depth))
        elif content.endswith(" "):
            flowing.append(content[:-1] if delete_space else content)
            flowing_depth = depth
        else:
            flowing.append(content)
            lines.append(_quoted("".join(flowing), depth))
            flowing = []
    if flowing:
        lines.append(_quoted("".join(flowing), flowing_depth))
    return "\n".join(lines)


def _quoted(content: str, depth: int) -> str:
    return f"{'>' * depth} {content}" if depth else content
