"""Messages that cost: HTML, encodings, parts and header fields without end."""

from __future__ import annotations

import base64
import gzip

from hostile.cases import Case, in_thread, mail
from hostile.victim import ANSWER, LETTER

_MALLORY = "Mallory Quist <mallory.quist@attack.example>"


def _html(name: str, tries: str, text: str) -> Case:
    return Case(name, tries, (mail(_MALLORY, "News for you", text, kind="text/html; charset=utf-8"),))


def _bomb(name: str, tries: str, text: str, kind: str = "text/plain; charset=utf-8", more: str = "") -> Case:
    return Case(name, tries, (mail(_MALLORY, "News for you", text, kind=kind, more=more),))


def _wrapped(times: int) -> str:
    data = b"Thank you for applying to Larkspur Atlas"
    for _ in range(times):
        data = base64.b64encode(data)
    return data.decode()


def _parts_in_parts(depth: int) -> str:
    return "".join(f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(depth))


_ZEROS = base64.encodebytes(gzip.compress(b"\0" * 20_000_000)).decode()

CASES = (
    _html("50,000 deep", "HTML nested 50,000 deep: no recursion, no wait.", "<div>" * 50_000 + "Unfortunately"),
    _html("tables in tables", "Tables nested 10,000 deep: no recursion.", "<table><tr><td>" * 10_000 + "Offer"),
    _html(
        "a table of 200,000 cells",
        "A table of 200,000 cells: read to a limit.",
        "<table>" + "<tr>" + "<td>x</td>" * 200_000 + "</table>",
    ),
    _html(
        "wide spans",
        "Cells that span a billion columns: not laid out.",
        "<table><tr>" + "<td colspan=999999999 rowspan=999999999>x" * 5_000,
    ),
    _html(
        "entities in entities",
        "Declared entities that grow a billionfold: not expanded.",
        '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
        + "]><p>&a11;</p>",
    ),
    _html("a million entities", "300,000 entities: no more work than text.", "&amp;&#x41;&nbsp;" * 100_000),
    _html(
        "attributes",
        "One tag with 100,000 attributes: no wait.",
        "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">hello</p>",
    ),
    _html("open comments", "50,000 comments that never end: no square of work.", "<!--" * 50_000 + "x"),
    _html("open tags", "A tag that never ends, many times: no square of work.", "<a href='" * 50_000),
    _html(
        "styles",
        "A megabyte of styles that hide and show: no wait.",
        "<style>" + "p.x{display:none}" * 60_000 + "</style><p class=x>We are pleased to offer you the position</p>",
    ),
    _html("links", "50,000 links: read to a limit.", "<a href='https://attack.example/x'>Larkspur Atlas</a>" * 50_000),
    _html(
        "formatting",
        "Formatting tags that are opened and never closed: no square of work.",
        "<b><i><font>" * 20_000 + "<p>x" * 2_000,
    ),
    _html(
        "hidden offer",
        "An offer that no reader sees decides nothing.",
        "<p>Our newsletter.</p><div style='font-size:0'>We are delighted to offer you the position of Map Librarian at Larkspur Atlas. Your application was successful.</div>",
    ),
    _bomb(
        "parts in parts",
        "Multiparts nested 3,000 deep: named, not followed.",
        _parts_in_parts(3_000),
        "multipart/mixed; boundary=b0",
    ),
    _bomb(
        "50,000 parts",
        "50,000 parts in one message: read to a limit.",
        "--b\nContent-Type: text/plain\n\nx\n" * 50_000,
        "multipart/mixed; boundary=b",
    ),
    _bomb(
        "mail in mail",
        "Messages in messages, 2,000 deep: named, not followed.",
        "Content-Type: message/rfc822\n\n" * 2_000,
        "message/rfc822",
    ),
    _bomb(
        "base64 in base64",
        "Words of a confirmation under twelve layers of base64: one layer is undone.",
        _wrapped(12),
        more="Content-Transfer-Encoding: base64\n",
    ),
    _bomb(
        "a compressed attachment",
        "20 megabytes of zeros, compressed to twenty kilobytes: nothing is unpacked.",
        _ZEROS,
        'application/gzip; name="offer.txt.gz"',
        "Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=offer.txt.gz\n",
    ),
    _bomb(
        "quoted-printable without end",
        "A megabyte of broken escapes: read as it stands.",
        "=\n=ZZ=3D=" * 120_000,
        more="Content-Transfer-Encoding: quoted-printable\n",
    ),
    _bomb("one line of 5 MB", "One line of five megabytes: no square of work.", "x" * 5_000_000),
    _bomb(
        "quotes in quotes",
        "60 KB of quoted beginnings: no square of work.",
        "On Tue, 10 Mar 2026 at 10:00, Rita <rita@a.example> wrote:\n> " * 1_000,
    ),
    _bomb(
        "2,000 header fields",
        "A flood of header fields: no wait.",
        "x",
        more="".join(f"X-Flood-{n}: {n}\n" for n in range(20_000)),
    ),
    _bomb(
        "one header field of 2 MB",
        "A header field of two megabytes: read to a limit.",
        "x",
        more="X-Long: " + "x" * 2_000_000 + "\n",
    ),
    _bomb(
        "one field many times",
        "Ten thousand Subjects: the first is the subject.",
        "x",
        more="Subject: Unfortunately\n" * 10_000,
    ),
    _bomb(
        "a folded field", "A field folded 100,000 times: no square of work.", "x", more="X-Fold: a\n" + " b\n" * 100_000
    ),
    _bomb(
        "a thousand references",
        "References to 20,000 messages: read to a limit.",
        "x",
        more=in_thread(*(f"<{n}@attack.example>" for n in range(20_000))),
    ),
    _bomb(
        "an RFC 2231 flood",
        "A parameter in 5,000 pieces: no square of work.",
        "x",
        "text/plain; " + "; ".join(f"name*{n}=x" for n in range(5_000)),
    ),
    Case(
        "30,000 recipients",
        "A To of 30,000: read to a limit.",
        (mail(_MALLORY, "News", "x", to=", ".join(f"v{n}@attack.example" for n in range(30_000))),),
    ),
    Case(
        "a subject of encoded words",
        "A subject of 20,000 encoded words: read to a limit.",
        (mail(_MALLORY, "=?utf-8?q?Offer?= " * 20_000, "x"),),
    ),
    Case(
        "a name of a megabyte",
        "A sender's name of a megabyte: read to a limit.",
        (mail('"' + "x" * 1_000_000 + '" <m@attack.example>', "News", "x"),),
    ),
    Case(
        "comments in comments",
        "An address under 20,000 brackets: no recursion.",
        (mail("(" * 20_000 + " m@attack.example", "News", "x"),),
    ),
    _bomb(
        "backtracking words",
        "60 KB that make careless patterns start again and again: the work stays in proportion.",
        ("unfortunately we have decided not " * 3 + "a" * 200 + "! ") * 200,
        more=in_thread(LETTER, ANSWER),
    ),
)
