"""The page as HTML: well built for whoever reads it by whatever means, and closed to everything outside."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest
from selectolax.lexbor import LexborHTMLParser

from afterword.report.figures import Report
from afterword.report.page import page
from afterword.report.wording import shown
from afterword_rules.application import Stage
from daemon.report.search_cases import HOSTILE, endless, everyday, hostile, report
from rules.builders import application, conversation, step

CASES: list[Callable[[], Report]] = [everyday, hostile, report, lambda: report(last_pass=None), lambda: endless(80)]
every_case = pytest.mark.parametrize("made", CASES, ids=["everyday", "hostile", "empty", "no pass", "many"])


def tree(made: Report) -> LexborHTMLParser:
    return LexborHTMLParser(page(made))


def words(html: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in html.css(selector)]


@every_case
def test_page_is_closed(made: Callable[[], Report]) -> None:
    """Its policy allows its own style sheet and nothing else, and nothing in it asks for more."""
    text = page(made())
    html = LexborHTMLParser(text)
    (style,) = html.css("style")
    (policy,) = html.css("meta[http-equiv]")
    digest = base64.b64encode(hashlib.sha256(style.text().encode()).digest()).decode()

    assert (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        == (policy.attributes["content"])
    )
    assert text.index("<meta http-equiv") < text.index("<style")
    assert [] == html.css("script, link, img, iframe, object, embed, form, base, [src], [style], [srcset], [action]")
    assert [] == [
        node.attributes["href"] for node in html.css("[href]") if not str(node.attributes["href"]).startswith("#")
    ]
    assert [] == re.findall(r"url\(|@import|@font-face|expression", style.text())


@every_case
def test_page_can_be_heard(made: Callable[[], Report]) -> None:
    """A language, one h1, no heading left out on the way down, landmarks, captions, and names for what is drawn."""
    html = tree(made())
    levels = [int(str(node.tag)[1]) for node in html.css("h1, h2, h3, h4, h5, h6")]

    assert ["en"] == [node.attributes["lang"] for node in html.css("html")]
    assert [1, 1, 1] == [len(html.css(selector)) for selector in ("h1", "main", "head > title")]
    assert [] == [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]
    assert [] == [node.html for node in html.css("table") if node.css_first("caption") is None]
    assert [] == [node.html for node in html.css("th") if "scope" not in node.attributes]
    assert [] == [node.html for node in html.css("svg") if not {"aria-hidden", "aria-label"} & node.attributes.keys()]
    assert [] == [node.html for node in html.css("svg a") if not node.attributes.get("aria-label")]


@every_case
def test_every_link_leads_somewhere(made: Callable[[], Report]) -> None:
    """Each anchor has its target on the page, and no id is given twice."""
    html = tree(made())
    ids = Counter(str(node.attributes["id"]) for node in html.css("[id]"))

    assert [] == [one for one, count in ids.items() if count > 1]
    assert set() == {str(node.attributes["href"])[1:] for node in html.css("[href]")} - set(ids)


def test_every_number_leads_to_its_applications() -> None:
    """Wherever a number of applications stands, its link shows a list just as long."""
    html = tree(everyday())
    numbers = html.css("a.number")

    assert len(numbers) > 10
    for number in numbers:
        behind = html.css(f"{number.attributes['href']} li")
        assert int(number.text()) == len(behind)
        assert [] == [one.html for one in behind if not str((one.css_first("a")).attributes["href"]).startswith("#a")]  # type: ignore[union-attr]


def test_medians_lead_to_their_waits() -> None:
    """With the days of each application."""
    html = tree(everyday())

    assert ["3 days"] == words(html, 'a[href="#heard-applied"]')[:1]
    assert 3 == len(html.css("#heard-applied li"))
    assert all(line.endswith(", 3 days") for line in words(html, "#heard-applied li"))


def test_every_step_shows_its_evidence() -> None:
    """Rule, words and letter, or the sentence that says why."""
    html = tree(everyday())
    entries = html.css(".entries > li")

    assert entries
    assert [] == [entry.html for entry in entries if not entry.css(".because")]
    (first,) = (article for article in html.css("article") if "Calloway Freight" in article.text())
    found = " ".join(first.text().split())
    assert "we have received it in the body" in found
    assert "rule test.application_received · letter Your application from hannah.voss@calloway.example" in found


def test_drafts_and_what_comes_are_told() -> None:
    """Who waits for what, and what is next."""
    html = tree(everyday())
    drafts, comes = (" ".join(node.text().split()) for node in html.css("#next .agenda"))

    assert "Status inquiry to Hannah Voss Calloway Freight" in drafts
    assert comes.index("Draft: outreach to Hannah Voss Reed & Sons") < comes.index("News was promised by then")


def test_marks_are_told_by_shape_and_word() -> None:
    """No two look alike, each that is used is explained, and each says what it is when it is visited."""
    html = tree(everyday())
    shapes = [node.html for node in html.css("defs > g") if str(node.attributes["id"]).startswith("m-")]
    used = {str(node.attributes["href"]) for node in html.css(".track use")} - {"#grid"}

    assert len({re.sub(r'(id|class)="[^"]*"', "", str(shape)) for shape in shapes}) == len(shapes)
    assert used == {str(node.attributes["href"]) for node in html.css(".legend use")}
    assert "Interview with Grant Ellery, Wed 11 Mar 14:00" in {
        node.attributes["aria-label"] for node in html.css("svg a")
    }


def test_two_conversations_on_one_day_are_two_marks() -> None:
    """Each can be told from the other, and chosen; the last one is still on the scale."""
    talks = tuple(conversation(f"3-24 {hour}:00", minutes=30) for hour in ("08", "09", "10"))
    html = tree(report([application(step(Stage.APPLIED, "3-02 10:00"), interviews=talks)]))
    places = [float(str(node.attributes["cx"]).rstrip("%")) for node in html.css(".hit")]

    assert 4 == len(places)
    assert [] == [pair for pair in pairwise(places) if pair[1] - pair[0] < 1.49 or pair[1] > 100]


def test_empty_search_says_what_will_stand_there() -> None:
    """And one without a pass says what to do."""
    assert "No application was found yet" in words(tree(report()), ".lead")[0]
    assert "afterword run --once" in words(tree(report(last_pass=None)), ".lead")[0]


def test_what_could_not_be_read_is_told_first() -> None:
    """Old figures are not taken for new ones."""
    html = tree(report(trouble=("Calendar home: never read whole yet",)))

    assert ["Calendar home: never read whole yet"] == words(html, ".trouble li")


def test_long_lists_are_folded() -> None:
    """What is next shows a dozen, the timeline thirty of a kind; the rest is a word away."""
    html = tree(endless(200))

    assert 12 == len(html.css("#next .agenda > li")) - len(html.css("#next details .agenda > li"))
    assert ["70 more, older", "70 more, older"] == words(html, "#timeline summary")
    assert 200 == len(html.css(".rows > .row"))


def test_same_report_is_the_same_page() -> None:
    """Nothing in it depends on when it is written."""
    assert page(everyday()) == page(everyday())


@pytest.mark.parametrize("text", HOSTILE)
def test_name_is_short_and_on_one_line(text: str) -> None:
    """However long it was; without what cannot be printed or stored."""
    line = shown(text, 80)

    assert len(line) <= 80
    assert line.isprintable() or "\u200d" in line
    assert line == shown(line, 80)
    line.encode()


def test_honest_names_stay_as_they_are() -> None:
    """Accents, other scripts, joined emoji."""
    for name in ("Søren & Łukasz GmbH", "株式会社サンプル", "שרה לוי", "Ana\u0301 \U0001f469\u200d\U0001f4bb", "नमस्ते"):
        assert name == shown(name, 80)
