"""The command that the service starts: one that is still there tomorrow."""

from __future__ import annotations

from pathlib import Path

import pytest

from afterword.errors import OwnersError
from afterword.service.own_program import own_program


@pytest.fixture(name="home")
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that does not count as a place of passing things, though a test's folder is one."""
    monkeypatch.setattr("afterword.service.own_program._FLEETING", ("/dev/shm",))
    return tmp_path / "home"


def installed(venv: Path) -> Path:
    """A virtual environment with the program in it; its script."""
    (venv / "bin").mkdir(parents=True)
    for name in ("python", "afterword"):
        (venv / "bin" / name).touch(0o755)
    return venv / "bin" / "afterword"


@pytest.mark.parametrize("place", [".local/share/pipx/venvs/afterword", ".local/share/uv/tools/afterword"])
def test_link_in_local_bin_is_kept(home: Path, place: str) -> None:
    """pipx and `uv tool`: the link stays when what it points to is made anew."""
    script = installed(home / place)
    link = home / ".local/bin/afterword"
    link.parent.mkdir(parents=True)
    link.symlink_to(script)

    assert (str(link),) == own_program(str(link), str(script.with_name("python")), {})


def test_virtual_environment_is_taken_as_it_is(home: Path) -> None:
    """Its script, whatever folder it lies in."""
    script = installed(home / "projects/my env")

    assert (str(script),) == own_program(str(script), str(script.with_name("python")), {})


def test_script_is_called_by_a_relative_path(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service has no working folder of the owner's."""
    script = installed(home / "env")
    monkeypatch.chdir(home)

    assert (str(script),) == own_program("env/bin/afterword", str(script.with_name("python")), {})


def test_module_finds_the_script_beside_its_python(home: Path) -> None:
    """`python -m afterword`."""
    script = installed(home / "env")

    assert (str(script),) == own_program("/x/site-packages/afterword/__main__.py", str(script.with_name("python")), {})


def test_module_without_a_script_is_run_as_a_module(home: Path) -> None:
    """A Python that has the package and no script."""
    script = installed(home / "env")
    script.unlink()
    python = str(script.with_name("python"))

    assert (python, "-m", "afterword") == own_program("/x/afterword/__main__.py", python, {})


@pytest.mark.parametrize(
    ("place", "environment"),
    [
        (".cache/uv/archive-v0/x1", {}),
        (".local/share/pipx/.cache/4f1", {}),
        ("elsewhere/uv/archive-v0/x1", {"UV_CACHE_DIR": "elsewhere/uv"}),
        ("mytmp/env", {"TMPDIR": "mytmp"}),
    ],
)
def test_program_that_will_vanish_is_refused(home: Path, place: str, environment: dict[str, str]) -> None:
    """`uvx`, `pipx run` and temporary folders; the line says what to do."""
    script = installed(home / place)
    absolute = {name: str(home / folder) for name, folder in environment.items()}

    with pytest.raises(OwnersError, match=r"does not last: install it with `pipx install afterword`"):
        own_program(str(script), str(script.with_name("python")), absolute)


def test_link_to_what_will_vanish_is_refused(home: Path) -> None:
    """The link lasts, and what it points to does not."""
    script = installed(home / ".cache/uv/archive-v0/x1")
    link = home / "bin/afterword"
    link.parent.mkdir(parents=True)
    link.symlink_to(script)

    with pytest.raises(OwnersError, match="does not last"):
        own_program(str(link), str(script.with_name("python")), {})


def test_temporary_folder_of_the_system_is_refused(tmp_path: Path) -> None:
    """Where tests run, for one."""
    script = installed(tmp_path / "env")

    with pytest.raises(OwnersError, match="does not last"):
        own_program(str(script), str(script.with_name("python")), {"TMPDIR": str(tmp_path)})
