"""The program a test is handed: installed, or unpacked without root; or a skip that says why not."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from servers import debian

# Stands in for apt: plans what the file `plan` says, and hands out the packages that lie beside it.
APT = """#!/bin/sh
echo "$@" >>{folder}/calls
case "$*" in
  *update*) touch {folder}/index ;;
  *--simulate*) test -e {folder}/index || {{ echo "E: Unable to locate package" >&2; exit 100; }}; cat {folder}/plan ;;
  *download*) cp {folder}/*.deb . ;;
esac
"""


@dataclass(frozen=True, slots=True)
class Mirror:
    """A package archive of our own, and an `apt-get` that reads nothing else."""

    folder: Path
    packages: list[str] = field(default_factory=list)

    def add(self, package: str, files: dict[str, str]) -> None:
        tree = self.folder / package
        control = f"Package: {package}\nVersion: 1\nArchitecture: all\nMaintainer: A <a@example.org>\nDescription: -\n"
        for name, text in {"DEBIAN/control": control, **files}.items():
            path = tree / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            path.chmod(0o644 if name.startswith("DEBIAN") else 0o755)
        subprocess.run(["dpkg-deb", "--build", tree, f"{tree}.deb"], check=True, capture_output=True)
        self.packages.append(package)
        plan = "".join(f"Inst {one} (1 stable [all])\nConf {one} (1 stable [all])\n" for one in self.packages)
        (self.folder / "plan").write_text(plan, encoding="utf-8")

    def calls(self) -> str:
        path = self.folder / "calls"
        return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.fixture(name="mirror")
def _mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mirror:
    if shutil.which("dpkg-deb") is None:
        pytest.skip("there is no dpkg-deb here to make a package with")
    tools, folder = tmp_path / "tools", tmp_path / "mirror"
    for one in (tools, folder):
        one.mkdir()
    (tools / "apt-get").write_text(APT.format(folder=folder), encoding="utf-8")
    (tools / "apt-get").chmod(0o755)
    (folder / "index").touch()
    (folder / "plan").touch()
    monkeypatch.setenv("PATH", str(tools), prepend=":")
    return Mirror(folder)


def test_an_installed_program_is_taken_as_it_is(tmp_path: Path) -> None:
    """What the machine has is used, in the environment as it is."""
    program = debian.find_program("sh", "dash", tmp_path)

    assert shutil.which("sh") == str(program.path)
    assert "yes" == program.environment(EXTRA="yes")["EXTRA"]


def test_a_missing_program_is_unpacked_with_its_libraries(mirror: Mirror, tmp_path: Path) -> None:
    """The program runs from the cache, with the folders of the libraries that came along on its path."""
    mirror.add("letterbox", {"usr/bin/letterbox": "#!/bin/sh\necho $LD_LIBRARY_PATH"})
    mirror.add("libletter1", {"usr/lib/x86_64-linux-gnu/libletter.so.1": ""})

    program = debian.find_program("letterbox", "letterbox", tmp_path / "cache")
    printed = subprocess.run([program.path], env=program.environment(), capture_output=True, text=True, check=True)

    libraries = tmp_path / "cache" / "letterbox" / "usr" / "lib" / "x86_64-linux-gnu"
    assert str(libraries) in printed.stdout.strip().split(":")
    assert "download letterbox libletter1" in mirror.calls()


def test_a_program_is_fetched_once(mirror: Mirror, tmp_path: Path) -> None:
    """The second test that asks finds it in the cache, and nothing half-made beside it."""
    mirror.add("letterbox", {"usr/bin/letterbox": "#!/bin/sh"})
    first = debian.find_program("letterbox", "letterbox", tmp_path / "cache")
    calls = mirror.calls()

    assert first == debian.find_program("letterbox", "letterbox", tmp_path / "cache")
    assert calls == mirror.calls()
    assert ["letterbox"] == [path.name for path in (tmp_path / "cache").iterdir()]


def test_a_machine_without_a_package_index_gets_its_own(mirror: Mirror, tmp_path: Path) -> None:
    """Where nobody ever ran `apt-get update`, the index is fetched into the cache, for which no root is needed."""
    mirror.add("letterbox", {"usr/bin/letterbox": "#!/bin/sh"})
    (mirror.folder / "index").unlink()

    assert debian.find_program("letterbox", "letterbox", tmp_path / "cache").path.is_file()
    assert f"Dir::State::lists={tmp_path}/cache/apt/lists" in mirror.calls()


def test_what_is_not_to_be_had_is_a_skip_with_its_reason(
    mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package without such a program skips the test, and says so."""
    mirror.add("letterbox", {"usr/share/letterbox/empty": ""})
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    with pytest.raises(pytest.skip.Exception, match=r"letterbox is not here: .* has no program letterbox"):
        debian.debian_program("letterbox")


def test_a_system_without_apt_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine of another kind the reason names what is missing."""
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(debian.UnavailableError, match="no apt-get"):
        debian.find_program("letterbox", "letterbox", tmp_path / "cache")
