"""How well messages are read, label by label, on a folder of labelled mail: `make accuracy FOLDER=...`.

    python tests/bench/accuracy.py [FOLDER] [--show N] [--label LABEL]

The folder holds `*.jsonl.gz` or `*.jsonl`, one JSON object a line with `label`, `from`, `subject` and `body_text`; or
YAML files like those of tests/mail, which are read where no folder is given. No text of the mail is printed unless
`--show` asks for that many misreadings.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from afterword_parsers.message import Address, Marks, Message, Words
from afterword_rules.signal import SignalKind
from afterword_rules.signals.classify import judge
from afterword_rules.signals.signal_rules import load_signal_rules

# What each label of the corpus may be read as. The first word is the one that recall and precision are counted for.
RIGHT: dict[str, tuple[SignalKind, ...]] = {
    "applied": (SignalKind.APPLICATION_RECEIVED,),
    "rejection": (SignalKind.REJECTED,),
    "interview": (SignalKind.INTERVIEW_SCHEDULED, SignalKind.INTERVIEW_PROPOSED),
    "interview_reschedule": (SignalKind.INTERVIEW_RESCHEDULED,),
    "assessment": (SignalKind.ASSESSMENT_REQUESTED,),
    "offer": (SignalKind.OFFER,),
    "withdrawn": (SignalKind.WITHDRAWN,),
    "status_update": (SignalKind.STATUS_UPDATE,),
    "action_required": (SignalKind.ACTION_REQUIRED,),
    "job_alert": (SignalKind.JOB_ALERT,),
    "recruiter_outreach": (SignalKind.RECRUITER_OUTREACH, SignalKind.JOB_ALERT),
}
MOVES = {SignalKind.ACCEPTED, SignalKind.WITHDRAWN, *(kind for kind in SignalKind if kind.moves)}
_NO_REPLY = re.compile(
    r"no[-_.]?reply|do[-_.]?not[-_.]?reply|notification|noreply|autoreply|mailer|alerts?@", re.IGNORECASE
)

Row = dict[str, Any]


def rows(folder: Path) -> Iterator[Row]:
    """Every labelled message of a folder."""
    for path in sorted([*folder.glob("*.jsonl"), *folder.glob("*.jsonl.gz")]):
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines if line.strip())


def message_of(row: Row) -> Message:
    """A message as the parsers would give it, as far as the row tells."""
    name, email = parseaddr(row.get("from") or "")
    machine = bool(_NO_REPLY.search(email))
    return Message(
        message_id=f"<{row.get('id', '')}>",
        sent=None,
        sender=Address(name, email.lower()),
        subject=row.get("subject") or "",
        text=words_of(row.get("body_text") or ""),
        marks=Marks(no_reply=machine),
    )


def words_of(text: str) -> Words:
    """The writer's own words apart from what they quote."""
    try:
        from afterword_parsers.mail.quotes import take_apart
    except ImportError:
        return Words(own=text)
    return take_apart(text)


def percent(part: int, whole: int) -> str:
    """A share, or a dash where there is nothing to share."""
    return f"{100 * part / whole:6.1f} %" if whole else "      - "


def main(arguments: list[str]) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parents[1] / "mail")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N misreadings with their text")
    parser.add_argument("--label", help="only this label")
    parser.add_argument("--length", type=int, default=600, help="characters of text to show")
    options = parser.parse_args(arguments)
    if any(options.folder.glob("*.yaml")):
        return read_whole(options.folder, options.show)

    rules, problems = load_signal_rules()
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    counts: dict[str, Counter[SignalKind]] = {}
    empty: Counter[str] = Counter()
    shown = 0
    begun = time.perf_counter()
    for row in rows(options.folder):
        label = row["label"]
        if options.label and label not in options.label.split(","):
            continue
        judgement = judge(message_of(row), rules)
        kind = judgement.signal.kind
        counts.setdefault(label, Counter())[kind] += 1
        empty[label] += not (row.get("body_text") or "").strip()
        wrong = kind not in RIGHT[label] if label in RIGHT else kind in MOVES
        if wrong and shown < options.show:
            shown += 1
            text = " ".join((row.get("body_text") or "").split())[: options.length]
            print(
                f"--- {row.get('id')} {label} read as {kind} ({judgement.signal.confidence}, {judgement.signal.rule})"
            )
            print(f"    {row.get('from')} | {row.get('subject')}\n    {text}")
            for one in judgement.fired:
                print(
                    f"      {one.rule.signal or one.rule.topic} {one.rule.weight} {one.rule.id}: {one.evidence.text[:80]!r}"
                )
    seconds = time.perf_counter() - begun
    table(counts, empty)
    total = sum(sum(count.values()) for count in counts.values())
    print(f"\n{total} messages in {seconds:.1f} s, {1000 * seconds / max(total, 1):.2f} ms each")
    return 0


def read_whole(folder: Path, show: int) -> int:
    """Mail in YAML, from its bytes to the verdict: signals, employer and role."""
    # As a script, this file's own folder is looked into for imports, and not the one above.
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from mail_corpus import outcomes

    begun = time.perf_counter()
    read = list(outcomes(folder))
    seconds = time.perf_counter() - begun
    print(f"{'label':<24}{'n':>5}{'right':>10}{'precision':>11}  also read as")
    for label in sorted({one.entry.signals[0] for one in read}):
        of_label = [one for one in read if one.entry.signals[0] == label]
        said = [one for one in read if one.reading.signal.kind == label]
        wrong = Counter(one.reading.signal.kind for one in of_label if not one.signal_right)
        right = percent(len(of_label) - sum(wrong.values()), len(of_label))
        precision = percent(sum(one.signal_right for one in said), len(said))
        others = ", ".join(f"{kind} {number}" for kind, number in wrong.most_common(5))
        print(f"{label:<24}{len(of_label):>5}{right:>10}{precision:>11}  {others}")
    right = percent(sum(one.signal_right for one in read), len(read))
    print(f"{'all':<24}{len(read):>5}{right:>10}")
    for what, found in (("employer", [one.employer for one in read]), ("role", [one.role for one in read])):
        count = Counter(filter(None, found))
        shares = ", ".join(f"{name} {count[name]}" for name in ("other form", "wrong", "none"))
        print(
            f"{what + ' where named':<24}{sum(count.values()):>5}{percent(count['right'], sum(count.values())):>10}  {shares}"
        )
    for lang in sorted({one.entry.lang for one in read}):
        of_lang = [one for one in read if one.entry.lang == lang]
        print(
            f"{'in ' + lang:<24}{len(of_lang):>5}{percent(sum(one.signal_right for one in of_lang), len(of_lang)):>10}"
        )
    for one in [one for one in read if not one.signal_right][:show]:
        print(
            f"--- {one.entry.id} {one.entry.signals[0]} read as {one.reading.signal.kind} ({one.reading.signal.rule})"
        )
        print(f"    {one.entry.sender} | {one.entry.subject}")
    print(f"\n{len(read)} messages in {seconds:.1f} s, {1000 * seconds / max(len(read), 1):.2f} ms each")
    return 0


def table(counts: dict[str, Counter[SignalKind]], empty: Counter[str]) -> None:
    """One line a label."""
    print(f"{'label':<22}{'n':>5}{'empty':>7}{'recall':>10}{'precision':>11}{'false alarms':>20}  read as")
    for label in sorted(counts, key=lambda one: (one not in RIGHT, one)):
        count = counts[label]
        whole = sum(count.values())
        right = sum(count[kind] for kind in RIGHT.get(label, ()))
        said = sum(other[kind] for other in counts.values() for kind in RIGHT.get(label, ()))
        # Labels that may be read in the same way share their hits.
        hits = sum(counts[one][k] for one in counts for k in RIGHT.get(label, ()) if k in RIGHT.get(one, ()))
        moved = sum(count[kind] for kind in MOVES) if label not in RIGHT else 0
        alarms = f"{moved:>9} {percent(moved, whole)}" if label not in RIGHT else " " * 18
        recall, precision = (percent(right, whole), percent(hits, said)) if label in RIGHT else (" " * 8, " " * 8)
        read = ", ".join(f"{kind} {number}" for kind, number in count.most_common(6))
        print(f"{label:<22}{whole:>5}{empty[label]:>7}{recall:>10}{precision:>11}{alarms:>20}  {read}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
