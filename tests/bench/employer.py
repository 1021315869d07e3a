"""How often the employer is named right, on a folder of labelled mail.

    python tests/bench/employer.py [FOLDER] [--show N]

The folder holds `*.jsonl.gz` or `*.jsonl`, one JSON object a line with `label`, `company`, `from`, `subject` and
`body_text`. Counted are confirmations and rejections whose `company` stands in the visible text. Where the label names
the vendor that carried the mail ("Workday") it is wrong itself, and the row is set apart. No text of the mail is
printed unless `--show` asks for that many misreadings.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from afterword_parsers.jobs.company_name import company_key, may_be_same_company, same_company
from afterword_parsers.jobs.subject_matter_of import subject_matter
from afterword_parsers.jobs.vendors import vendor_of
from afterword_parsers.message import Address, Message, Words

Row = dict[str, Any]
LABELS = ("applied", "rejection")
OUTCOMES = ("right", "other form", "wrong", "none", "label is vendor")
_LONGEST_NAME = 60


def rows(folder: Path) -> Iterator[Row]:
    """Every labelled message of a folder whose employer is known."""
    for path in sorted([*folder.glob("*.jsonl.gz"), *folder.glob("*.jsonl")]):
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if row.get("label") in LABELS and 0 < len(row.get("company") or "") <= _LONGEST_NAME and _is_named(row):
                    yield row


def message_of(row: Row) -> Message:
    """A row as the parsers' value; the sender may be cut short in the data."""
    found = re.match(r'\s*"?(?P<name>.*?)"?\s*<(?P<email>[^>"]*)', row.get("from") or "")
    name, email = (found["name"], found["email"]) if found else ("", (row.get("from") or "").strip())
    return Message(
        message_id=f"<{row.get('id', '')}@corpus.invalid>",
        sent=None,
        sender=Address(name.strip(' "'), email.lower()),
        subject=row.get("subject") or "",
        text=Words(own=row.get("body_text") or ""),
    )


def outcome(row: Row, message: Message, company: str | None) -> str:
    """How the reading compares with the label."""
    truth = row["company"]
    if company and same_company(truth, company):
        return "right"
    vendor = vendor_of(message.sender.email)
    if vendor and company_key(truth) in {company_key(name) for name in vendor.names}:
        return "label is vendor"
    if not company:
        return "none"
    return "other form" if may_be_same_company(truth, company) else "wrong"


def _is_named(row: Row) -> bool:
    visible = " ".join(str(row.get(field) or "") for field in ("from", "subject", "body_text"))
    return company_key(row["company"]).replace(" ", "") in company_key(visible.replace("(", " ")).replace(" ", "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="where the labelled mail lies")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N misreadings")
    arguments = parser.parse_args()
    if arguments.folder is None:
        print("employer: no folder of labelled mail given, nothing measured")
        return
    counts: dict[str, Counter[str]] = {label: Counter() for label in LABELS}
    misread: list[str] = []
    read, seconds = 0, 0.0
    for row in rows(arguments.folder):
        message = message_of(row)
        before = time.process_time()
        company = subject_matter(message).company
        seconds += time.process_time() - before
        read += 1
        result = outcome(row, message, company)
        counts[row["label"]][result] += 1
        if result != "right":
            misread.append(f"{result:<15}  {row['company']!s:<32}  {company!s:<32}  {row.get('id')}")
    print("label       " + "".join(f"{name:>16}" for name in OUTCOMES) + "            share right")
    for label, found in counts.items():
        judged = sum(found[name] for name in OUTCOMES[:-1])
        share = f"{100 * found['right'] / judged:6.1f} % of {judged}" if judged else ""
        print(f"{label:<12}" + "".join(f"{found[name]:>16}" for name in OUTCOMES) + f"      {share}")
    print(f"{1000 * seconds / max(read, 1):.2f} ms a message")
    for line in misread[: arguments.show]:
        print(line)


if __name__ == "__main__":
    main()
