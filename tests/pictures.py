"""The pictures of the README, taken of the demo's job search. `python tests/pictures.py` takes them anew.

Chromium, pngquant and the fonts are Debian's, unpacked into the tests' cache where they are not installed.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from afterword.replay import Stage, mail_folder
from afterword.report.making import make_report
from afterword.report.page import page
from afterword.report.writing import write_page
from afterword.story import Story, load_story
from servers.chromium import chromium
from servers.debian import cache_folder, find_program, unpacked
from servers.mutt import Mutt

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
MOST_BYTES = 150_000
SCALE = 2.0
WIDTH = 1040
COLUMNS = 112
FONTS = ("fonts-urw-base35", "fonts-noto-core", "fonts-noto-mono")
FONTS_CONF = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <match target="pattern"><edit name="family" mode="append_last"><string>Noto Sans</string></edit></match>
</fontconfig>
"""
CONFIG = """\
owner:
  name: {name}
  addresses: {addresses}
  timezone: {zone}
accounts:
  - id: mail
    maildir: {mail}
    folders: {{inbox: ".", sent: Sent, drafts: Drafts, trash: Trash}}
"""
TERMINAL = """\
<!DOCTYPE html><meta charset="utf-8"><title>afterword</title>
<style>
  body {{ margin: 0; background: #fbfaf6; }}
  pre {{ margin: 0; padding: 22px 26px; width: max-content; background: #181715; color: #ece7dd;
         font: 15px/1.5 "Noto Sans Mono", monospace; }}
  i {{ font-style: normal; color: #86c5c4; }}
</style>
<pre>{text}</pre>
"""
PROMPT = "<i>$</i> "
# Black, red, green, yellow, blue, magenta, cyan, white: on the ground of the page above, and as readable.
COLOURS = [
    *((24, 23, 21), (224, 122, 107), (168, 201, 127), (217, 178, 106)),
    *((130, 163, 214), (198, 146, 190), (134, 197, 196), (205, 199, 188)),
]
THEME = TerminalTheme((24, 23, 21), (236, 231, 221), COLOURS)
# `status` at the moment at which the story ends.
STATUS = """
import sys
from datetime import datetime
import afterword.cli.opened
afterword.cli.opened.current_moment = lambda: datetime.fromisoformat(sys.argv[1])
from afterword.__main__ import run
sys.exit(run(["status", "--all"]))
"""
# In colour, though nobody watches.
DEMO = """
import sys
from afterword.cli.group import cli
cli.main(["demo", "--fast", "--folder", sys.argv[1]], standalone_mode=False, color=True)
"""
# The quieter half of the demo's six weeks, left out of its picture.
LEFT_OUT = ("Tue 14 Apr", "Mon 11 May")
# What the demo says of places on this machine.
BEHIND = "They lie in"
DRAFT = "Pepperpot Kitchen: shall we talk?"
MUTTRC = """
set sort=date pager_index_lines=6 index_format="%2C  %[%d %b]  %-30.30t  %s" status_format=" Drafts: %m"
set pager_format=" %n: %s" help=no tilde=no markers=no
ignore *
unignore from to subject date
hdr_order date from to subject
color normal default default
color status black cyan
color indicator black white
color hdrdefault cyan default
color body yellow default "^=== .* ===$"
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch, played(Path(scratch)) as (stage, story):
        folder = Path(scratch)
        report = folder / "report.html"
        write_page(page(make_report(stage.world, story.until)), report)
        screens = {"status.png": status(folder, story), "demo.png": demo(folder), "draft.png": draft(folder)}
        os.environ["FONTCONFIG_FILE"] = str(fonts(folder))
        with chromium() as browser:
            tab = browser.page()
            tab.resize(WIDTH, 900)
            tab.open(report.as_uri())
            end = tab.evaluate("document.getElementById('timeline').getBoundingClientRect().bottom")
            tab.resize(WIDTH, int(end) + 48, scale=SCALE)
            take("report.png", tab.picture())
            for name, text in screens.items():
                terminal = folder / f"{name}.html"
                terminal.write_text(TERMINAL.format(text=text), encoding="utf-8")
                tab.resize(400, 300, scale=SCALE)
                tab.open(terminal.as_uri())
                size = tab.evaluate(
                    "[document.querySelector('pre').offsetWidth, document.querySelector('pre').offsetHeight]"
                )
                tab.resize(*size, scale=SCALE)
                take(name, tab.picture())


@contextmanager
def played(folder: Path) -> Generator[tuple[Stage, Story]]:
    """The demo's job search, at its end."""
    with resources.as_file(resources.files("afterword") / "demo_search") as search:
        story = load_story(search)
        stage = Stage(story, folder)
        for _ in stage.moments():
            pass
        try:
            yield stage, story
        finally:
            stage.world.close()


def status(folder: Path, story: Story) -> str:
    """What `afterword status --all` prints on a terminal, as HTML."""
    config = folder / "config"
    config.mkdir()
    owner = story.owner
    text = CONFIG.format(name=owner.name, addresses=list(owner.addresses), zone=owner.zone, mail=mail_folder(folder))
    (config / "config.yaml").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", STATUS, story.until.isoformat()],
        env={
            **os.environ,
            "AFTERWORD_CONFIG_DIR": str(config),
            "AFTERWORD_STATE_DIR": str(folder / "state"),
            "FORCE_COLOR": "1",
            "COLUMNS": str(COLUMNS),
        },
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return f"{PROMPT}afterword status --all\n{html(done.stdout)}"


def demo(folder: Path) -> str:
    """What `afterword demo` prints on a terminal, as HTML, without the quieter weeks and the paths."""
    done = subprocess.run(
        [sys.executable, "-c", DEMO, folder / "demo"],
        env={**os.environ, "COLUMNS": str(COLUMNS)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told = done.stdout.partition(BEHIND)[0].rstrip()
    first, rest = (told.index(day) for day in LEFT_OUT)
    return f"{PROMPT}make demo\n" + html(f"{told[:first]}…\n{told[rest:]}")


def draft(folder: Path) -> str:
    """A draft of the demo as mutt shows it below the list of all, as HTML."""
    # The name of a socket may not be longer than about a hundred characters.
    with tempfile.TemporaryDirectory(prefix="afterword-tmux-") as place:
        mutt = Mutt(Path(place), folder / "demo" / "Mail", COLUMNS, 30, MUTTRC)
        try:
            mutt.sees(DRAFT)
            mutt.tmux("send-keys", "/", DRAFT, "Enter")
            mutt.answers("Enter", DRAFT, "Nell Abara", "best regards")
            return html(mutt.coloured())
        finally:
            mutt.close()


def html(screen: str) -> str:
    """Text with ANSI codes, in the colours they mean."""
    console = Console(file=io.StringIO(), record=True, width=COLUMNS, force_terminal=True)
    console.print(Text.from_ansi(screen))
    return console.export_html(theme=THEME, inline_styles=True, code_format="{code}").rstrip()


def fonts(folder: Path) -> Path:
    """A fontconfig file that knows just these fonts, so that the pictures are the same on every machine."""
    first, *more = FONTS
    conf = folder / "fonts.conf"
    root = unpacked(first, cache_folder(), more)
    conf.write_text(FONTS_CONF.format(fonts=root / "usr" / "share" / "fonts", cache=folder / "fonts"), encoding="utf-8")
    return conf


def take(name: str, picture: bytes) -> None:
    """Keep the picture, in as few colours as it takes."""
    program = find_program("pngquant", "pngquant")
    command = [str(program.path), "--speed", "1", "--strip", "-"]
    picture = subprocess.run(
        command, input=picture, env=program.environment(), stdout=subprocess.PIPE, check=True
    ).stdout
    if len(picture) > MOST_BYTES:
        sys.exit(f"{name} has {len(picture)} bytes, more than {MOST_BYTES}")
    (PICTURES / name).write_bytes(picture)


if __name__ == "__main__":
    main()
