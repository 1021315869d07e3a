"""A table for a person: aligned, as wide as the terminal, colours only there."""

from __future__ import annotations

from collections.abc import Sequence

import click

_GAP = 2


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print `rows` under `head`; an empty head is left out, and so is a column in which nothing stands.

    Into a pipe or a file goes every word, each row on one line, however long it becomes. Values from mail are shown as
    they are: no markup in them is ever obeyed.
    """
    from rich.console import Console

    filled = [i for i, column in enumerate(zip(*rows, strict=True)) if any(column)]
    head, rows = [head[i] for i in filled], [[row[i] for i in filled] for row in rows]
    console = Console(highlight=False)
    if not console.is_terminal:
        _print_plain([head, *rows] if any(head) else rows)
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="dim", show_header=any(head))
    for name in head:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)


def _print_plain(lines: Sequence[Sequence[str]]) -> None:
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True))
        click.echo((" " * _GAP).join(cells).rstrip())
