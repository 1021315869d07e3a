"""What ships is what is tested: the wheel and the sdist hold everything, and the installed program runs from anywhere."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
PACKAGES = ("daemon/afterword", "parsers/afterword_parsers", "rules/afterword_rules")
OURS = {"afterword", "afterword_parsers", "afterword_rules"}
STORY = "tests/stories/102-greenhouse-confirmation-only"


@dataclass(frozen=True, slots=True)
class Built:
    wheel: Path
    sdist: Path


@dataclass(frozen=True, slots=True)
class Installed:
    """The wheel in an environment of its own; `run` starts its programs far from the checkout."""

    bin: Path
    elsewhere: Path

    def run(self, name: str, *arguments: str | Path) -> str:
        command = [self.bin / name, *arguments]
        ours = ("PYTHON", "XDG_", "VIRTUAL_ENV", "AFTERWORD")
        environment = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
        environment |= {"HOME": str(self.elsewhere), "PATH": f"{self.bin}:{os.defpath}"}
        done = subprocess.run(
            command, cwd=self.elsewhere, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def output_of(*command: str | Path) -> str:
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def files_below(folder: str) -> set[str]:
    """Every file that belongs to the project, relative to it."""
    found = {path for path in (PROJECT / folder).rglob("*") if path.is_file()}
    return {
        path.relative_to(PROJECT).as_posix()
        for path in found
        if not {"__pycache__", ".hypothesis"} & set(path.parts) and path.suffix != ".pyc"
    }


@pytest.fixture(name="built", scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Built once, the wheel out of the sdist, with the hatchling of the lock: nothing is fetched."""
    dist = tmp_path_factory.mktemp("dist")
    output_of(sys.executable, "-m", "build", "--no-isolation", "--outdir", dist)
    return Built(next(dist.glob("*.whl")), next(dist.glob("*.tar.gz")))


@pytest.fixture(name="installed", scope="session")
def _installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel installed, with this environment's third-party packages visible and its editable checkout not."""
    folder = tmp_path_factory.mktemp("installed")
    venv = folder / "venv"
    output_of(sys.executable, "-m", "venv", "--without-pip", venv)
    python = venv / "bin" / "python"
    output_of(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", built.wheel)
    # Python reads no .pth file of a folder that a .pth file names, so the one that points at the checkout stays unread.
    site_packages = output_of(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    others = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (Path(site_packages) / "third-party.pth").write_text("\n".join(sorted(others)), encoding="utf-8")
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    return Installed(venv / "bin", elsewhere)


def test_the_wheel_holds_every_file_of_the_source_roots(built: Built) -> None:
    """Code, YAML, templates, stories and unit files: what lies in a source root lies in the wheel, and nothing else does."""
    expected = {name.partition("/")[2] for package in PACKAGES for name in files_below(package)} | {
        f"afterword/{name}" for name in files_below("systemd")
    }
    manual = "data/share/man/man1/afterword.1"

    with zipfile.ZipFile(built.wheel) as wheel:
        actual = {
            re.sub(r"^afterword-[^/]+\.data/", "", name) for name in wheel.namelist() if ".dist-info/" not in name
        }

    assert expected | {manual} == actual


def test_the_sdist_holds_what_is_needed_to_build_and_test(built: Built) -> None:
    """From the sdist alone one can build, test and lint: sources, tests, lock and chores are in it."""
    expected = {
        name
        for folder in ("daemon", "parsers", "rules", "systemd", "man", "tests", ".ci")
        for name in files_below(folder)
    } | {"pyproject.toml", "requirements.lock", "Makefile", "LICENSE", "README.md", "CHANGELOG.md", "CONTRIBUTING.md"}

    with tarfile.open(built.sdist) as sdist:
        actual = {name.partition("/")[2] for name in sdist.getnames()}

    assert set() == expected - actual


def test_the_wheel_is_typed(built: Built) -> None:
    """Each of the three packages says that its hints may be relied on."""
    with zipfile.ZipFile(built.wheel) as wheel:
        assert {f"{name}/py.typed" for name in OURS} <= set(wheel.namelist())


def test_the_installed_program_is_the_wheel(installed: Installed) -> None:
    """The tests below prove something: what runs is the installed copy, not the checkout."""
    where = installed.run(
        "python", "-c", "import afterword_rules as a, afterword_parsers as b; print(a.__file__, b.__file__)"
    )

    assert str(PROJECT) not in where
    assert str(installed.bin.parent) in where


def test_the_installed_program_says_its_version(installed: Installed) -> None:
    """`afterword --version` runs from the wheel and says the version of pyproject.toml."""
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

    assert version in installed.run("afterword", "--version")


def test_the_installed_program_replays_a_story(installed: Installed) -> None:
    """A whole story runs from the wheel alone: its YAML and templates are found where they were installed."""
    outcome = json.loads(installed.run("afterword", "replay", PROJECT / STORY, "--json"))

    assert {"applications", "drafts"} == outcome.keys()
    assert outcome["applications"]


def test_the_installed_program_explains_a_message(installed: Installed) -> None:
    """`afterword explain` gives one JSON line per message from the wheel alone."""
    message = min((PROJECT / STORY).rglob("*.eml"))

    lines = installed.run("afterword", "explain", message, "--json").splitlines()

    assert 1 == len(lines)
    assert str(message) == json.loads(lines[0])["path"]


def test_the_installed_program_finds_its_unit_files(installed: Installed) -> None:
    """`afterword install` makes them of what lies in the wheel."""
    script = "from afterword.service.unit import NAME, STRICT, shipped; print(shipped(NAME) + shipped(STRICT), end='')"
    expected = "".join(
        (PROJECT / "systemd" / name).read_text(encoding="utf-8")
        for name in ("afterword.service", "afterword-strict.conf")
    )

    assert expected == installed.run("python", "-c", script)


def test_the_manual_page_is_installed(installed: Installed) -> None:
    """Where man looks for the pages of programs in this environment's bin."""
    page = installed.bin.parent / "share" / "man" / "man1" / "afterword.1"

    assert (PROJECT / "man" / "afterword.1").read_bytes() == page.read_bytes()


def test_what_the_source_imports_the_wheel_asks_for() -> None:
    """Every third-party module named in the source belongs to a declared dependency, not to one that happens to be here."""
    requirements = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    declared = {normalised(re.split(r"[<>=!~\[; ]", one)[0]) for one in requirements}
    providers = importlib.metadata.packages_distributions()

    imported = {module for package in PACKAGES for module in imports_below(package)} - OURS - sys.stdlib_module_names
    undeclared = {
        module for module in imported if not declared & {normalised(name) for name in providers.get(module, [])}
    }

    assert set() == undeclared


@pytest.mark.parametrize("lock", ["requirements.lock", ".ci/lint.lock"])
def test_a_lock_names_versions_and_hashes_only(lock: str) -> None:
    """No address and no path of the machine it was made on: each line is a pinned package or a sha256."""
    line = re.compile(r"[a-z0-9._-]+(\[[a-z,]+\])?==[\w.!+]+( ; [^\\/]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")

    odd = [one for one in (PROJECT / lock).read_text(encoding="utf-8").splitlines() if not line.fullmatch(one)]

    assert [] == odd


def normalised(name: str) -> str:
    """As registries compare project names (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def imports_below(folder: str) -> set[str]:
    """The top-level names of all absolute imports, wherever in a file they stand, and of packages read as data."""
    names: set[str] = set()
    for path in (PROJECT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                names.add(node.module.partition(".")[0])
            elif isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "files":
                names |= {str(one.value).partition(".")[0] for one in node.args if isinstance(one, ast.Constant)}
    return names
