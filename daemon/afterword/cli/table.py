"""A table for a person: aligned, as wide as the terminal, colours only there."""

from __future__ import annotations

from collections.abc import Sequence


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print `rows` under `head`. Values from mail are shown as they are: no markup in them is ever obeyed."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    # Into a pipe or a file goes every word, however long the line becomes.
    wide = max((sum(map(len, row)) + 3 * len(row) for row in rows), default=0)
    if not console.is_terminal:
        console = Console(highlight=False, width=max(wide, 80))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in head:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)
