"""No file of the owner's makes its reading raise; each mistake has a place inside the file, and a good file is read whole."""

from __future__ import annotations

from hypothesis import strategies as st

from afterword_rules.follow_ups.cadence_rules import load_cadences
from afterword_rules.signals.signal_rules import load_signal_rules
from afterword_rules.yaml_files.source import read_yaml
from fuzz.fuzzing import fuzz

PIECES = [
    "signals:\n",
    "vendors:\n",
    "follow_ups:\n",
    "  - id: one\n",
    "    signal: offer\n",
    "    signal: intervew\n",
    "    any: [hung the lantern]\n",
    "    any: no\n",
    "    regex: ['(']\n",
    "    regex: ['(?<name>a)+']\n",
    '    regex: ["\\d"]\n',
    "    weight: 12:30\n",
    "    weight: .inf\n",
    "    weight: -1e999\n",
    "    fires: [{text: x}]\n",
    "    kind: ats\n",
    "    mail: [a.example]\n",
    "    employer: ['{slug}']\n",
    "\t",
    "&a ",
    "*a",
    "!!python/object:os.system ",
    "---\n",
    "...\n",
    "? [a, b]\n: c\n",
    "<<: *a\n",
    "{",
    "}",
    "[",
    "]",
    "|\n",
    ">-\n",
    "'",
    '"',
    "#",
    ": ",
    "- ",
    "\ufeff",
    "\u2028",
    "\x07",
    "\ud800",
    "(a|",
    "...",
    "0" * 120,
]
files = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=30).map("".join)


def load(text: str) -> None:
    lines = max(text.count(end) for end in ("\n", "\r", "\u2028")) * 3 + 3
    for problems in (load_signal_rules(text)[1], load_cadences(text)[1], read_yaml(text, "rules.yaml")[2]):
        for problem in problems:
            assert 1 <= problem.line <= lines
            assert problem.column >= 1
            assert problem.text


def test_any_file_is_read() -> None:
    """Rules, vendors and cadence in pieces."""
    fuzz(files, load)
