"""The page in a real headless Chromium: nothing in it runs or loads, and it is fit for every window and reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from afterword.report.figures import Report
from afterword.report.page import page
from afterword.report.writing import write_page
from daemon.report.search_cases import HOSTILE, MARK, endless, everyday, hostile, report
from servers.chromium import Browser, Page, chromium

pytestmark = pytest.mark.server

Show = Callable[[Report], Page]
PHONE = 360
SCHEMES = ("light", "dark")

# For each text that is seen, its contrast with what lies behind it (WCAG 2.2, 1.4.3); and of what is drawn (1.4.11).
CONTRASTS = """
(() => {
  const light = text => {
    const [r, g, b] = text.match(/[\\d.]+/g).slice(0, 3)
      .map(part => part / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const clear = 'rgba(0, 0, 0, 0)';
  const behind = element => {
    for (let one = element; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      if (colour !== clear) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.getClientRects().length || element.closest('title, style')) continue;
    const style = getComputedStyle(element);
    const colour = element instanceof SVGElement ? style.fill : style.color;
    found.push(['text', element.className.baseVal ?? element.className, ratio(colour, behind(element))]);
  }
  for (const [shape, property] of [
    ['.s-full', 'fill'], ['.s-offer', 'fill'], ['.s-line', 'stroke'], ['.life', 'stroke'], ['.wait', 'stroke'], ['.bar .part', 'fill'],
  ]) {
    for (const element of document.querySelectorAll(shape)) {
      found.push(['shape', shape, ratio(getComputedStyle(element)[property], behind(document.body))]);
    }
  }
  return found;
})()
"""
# What a reader with the keyboard can come to; a link in an SVG has no size that a layout knows.
REACHABLE = """
[...document.querySelectorAll('a[href], summary')]
  .filter(one => one.checkVisibility({contentVisibilityAuto: true}) && !one.closest('details:not([open]) > :not(summary)')).length
"""
WIDER = """
[...document.querySelectorAll('body *')]
  .filter(one => !one.closest('svg, .unseen') && one.getBoundingClientRect().right > innerWidth + 1)
  .map(one => one.tagName + '.' + one.className)
"""


@pytest.fixture(name="browser", scope="module")
def _browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(name="show")
def _show(browser: Browser, tmp_path: Path) -> Show:
    """Writes a report, and opens it as its owner would."""

    def show(shown: Report) -> Page:
        file = tmp_path / "report.html"
        write_page(page(shown), file)
        tab = browser.page()
        tab.resize(1200, 900)
        tab.open(file.as_uri())
        return tab

    return show


def test_hostile_names_run_and_load_nothing(show: Show, tmp_path: Path) -> None:
    """Whatever stands where a name should: no script, no request, no element that is not the page's own."""
    tab = show(hostile())

    assert MARK not in tab.evaluate("document.title")
    assert [(tmp_path / "report.html").as_uri()] == tab.requested
    assert [] == tab.complaints
    foreign = "img, script, iframe, object, embed, form, button, input, link, base, meta[http-equiv=refresh], [style]"
    assert 0 == tab.evaluate(f"document.querySelectorAll('{foreign}').length")
    handlers = "[...document.querySelectorAll('*')].flatMap(one => one.getAttributeNames()).filter(name => name.startsWith('on'))"
    assert [] == tab.evaluate(handlers)
    assert len(HOSTILE) == tab.evaluate("document.querySelectorAll('article').length")


def test_policy_stops_what_escaping_would_have_missed(browser: Browser, tmp_path: Path) -> None:
    """With hostile names put into the finished page as they are, still nothing runs and nothing is loaded."""
    names = "".join(name for name in HOSTILE[:8] if "refresh" not in name)
    file = tmp_path / "report.html"
    write_page(page(everyday()).replace("<main", f'{names}<p id="there">there</p><main', 1), file)
    tab = browser.page()
    tab.open(file.as_uri())

    assert MARK not in tab.evaluate("document.title")
    assert {"there", None} >= {tab.evaluate("document.getElementById('there')?.textContent ?? null")}
    assert [] == [url for url in tab.requested if not url.startswith("file:")]
    assert tab.complaints


def test_direction_of_a_name_ends_with_the_name(show: Show) -> None:
    """No mark that turns the direction of text is left anywhere, and what stands beside a name stays where it is."""
    tab = show(hostile())
    turning = "[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]"

    assert 0 == tab.evaluate(f"(document.documentElement.outerHTML.match(/{turning}/g) || []).length")
    assert "isolate" == tab.evaluate("getComputedStyle(document.querySelector('bdi')).unicodeBidi")


@pytest.mark.parametrize("made", [everyday, hostile, endless, report], ids=lambda made: str(made.__name__))
@pytest.mark.parametrize("width", [PHONE, 768, 1200])
def test_no_window_is_too_narrow(show: Show, made: Callable[[], Report], width: int) -> None:
    """Nothing is wider than the window, names of 5,000 characters included."""
    tab = show(made())
    tab.resize(width, 740)

    assert width == tab.evaluate("document.documentElement.scrollWidth")
    assert [] == tab.evaluate(WIDER)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("media", ["screen", "print"])
def test_everything_can_be_told_from_its_ground(show: Show, scheme: str, media: str) -> None:
    """WCAG AA: text 4.5 to 1, what is drawn 3 to 1, by day, by night and on paper."""
    tab = show(everyday())
    tab.media(media, scheme)
    found: list[list[Any]] = tab.evaluate(CONTRASTS)

    assert {"text", "shape"} == {kind for kind, _, _ in found}
    assert [] == [one for one in found if one[2] < (4.5 if one[0] == "text" else 3)]


def test_dark_and_light_are_two_pages(show: Show) -> None:
    """The ground is light by day, dark by night, and white on paper in both."""
    tab = show(everyday())
    grounds = []
    for media, scheme in [("screen", "light"), ("screen", "dark"), ("print", "light"), ("print", "dark")]:
        tab.media(media, scheme)
        grounds.append(tab.evaluate("getComputedStyle(document.documentElement).backgroundColor"))

    assert ["rgb(251, 250, 246)", "rgb(24, 23, 21)", "rgb(255, 255, 255)", "rgb(255, 255, 255)"] == grounds


def test_forced_colours_hold_for_what_is_drawn(show: Show) -> None:
    """Where the reader's system sets the colours, marks and bars take them too."""
    tab = show(everyday())
    tab.call("Emulation.setEmulatedMedia", features=[{"name": "forced-colors", "value": "active"}])
    drawn = "getComputedStyle(document.querySelector('.s-full')).fill"
    written = "getComputedStyle(document.querySelector('h1')).color"

    assert tab.evaluate(written) == tab.evaluate(drawn)


def test_keyboard_comes_to_everything(show: Show) -> None:
    """Tab after Tab visits every link, marks on the timeline among them, and each shows that it is visited."""
    tab = show(everyday())
    marked = """
    (() => {
      const one = document.activeElement;
      const hit = one.querySelector('.hit');
      const style = getComputedStyle(hit ?? one);
      return [one.href?.baseVal ?? one.getAttribute('href'), hit ? style.stroke !== 'none' : style.outlineStyle === 'solid'];
    })()
    """
    visited: list[list[Any]] = []
    for _ in range(int(tab.evaluate(REACHABLE))):
        tab.press("Tab")
        visited.append(tab.evaluate(marked))

    assert "#content" == visited[0][0]
    assert [] == [one for one in visited if not one[1]]
    assert {"#a1-1", "#a2-3"} <= {one[0] for one in visited}
    assert len({one[0] for one in visited}) > 20
    assert "BODY" != tab.evaluate("document.activeElement.tagName")
    tab.press("Tab")
    assert "BODY" == tab.evaluate("document.activeElement.tagName")


def test_number_shows_its_applications(show: Show) -> None:
    """Enter on a number: the list behind it appears, and one Tab further is its first link."""
    tab = show(everyday())
    seen = "getComputedStyle(document.getElementById('all-interviewed')).display"
    assert "none" == tab.evaluate(seen)
    tab.evaluate("""document.querySelector('td a[href="#all-interviewed"]').focus()""")
    tab.press("Enter")
    tab.evaluate("new Promise(done => setTimeout(done, 100))")

    assert "block" == tab.evaluate(seen)
    assert 3 == tab.evaluate("document.querySelectorAll('#all-interviewed li a').length")
    tab.press("Tab")
    assert tab.evaluate("document.activeElement.closest('#all-interviewed') !== null")


def test_assistive_software_is_told_what_it_needs(show: Show) -> None:
    """Landmarks, named tables, links with words: as the browser's accessibility tree has them."""
    tab = show(everyday())
    nodes: list[dict[str, Any]] = tab.call("Accessibility.getFullAXTree")["nodes"]
    told = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node["ignored"]]

    assert {"banner", "main", "navigation", "contentinfo"} <= {role for role, _ in told}
    assert 3 == sum(role == "table" and bool(name) for role, name in told)
    assert [] == [role for role, name in told if role in {"link", "heading", "region", "article"} and not name]
    assert any(role == "link" and name.startswith("Interview with Grant Ellery, ") for role, name in told)


def test_what_is_printed_has_no_way_around(show: Show) -> None:
    """On paper there are no links to jump with; and it is a PDF."""
    tab = show(everyday())
    assert tab.pdf().startswith(b"%PDF")

    assert "none" == tab.evaluate("getComputedStyle(document.querySelector('nav')).display")
    assert "none" == tab.evaluate("getComputedStyle(document.querySelector('.back')).display")


def test_thousand_applications_are_one_page(show: Show) -> None:
    """All of them are there; of the timeline only the latest are open, the rest behind one word."""
    tab = show(endless())

    assert 1000 == tab.evaluate("document.querySelectorAll('article').length")
    assert 1000 == tab.evaluate("document.querySelectorAll('.rows > .row').length")
    assert 60 == tab.evaluate("document.querySelectorAll('.rows:not(details .rows) > .row').length")
