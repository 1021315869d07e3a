"""Where the program keeps what is the owner's and what is its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from afterword.errors import OwnersError
from afterword.paths import at_home, config_folder, make_private, state_folder


@pytest.mark.parametrize(
    ("environment", "config", "state"),
    [
        ({"HOME": "/home/ada"}, "/home/ada/.config/afterword", "/home/ada/.local/state/afterword"),
        ({"HOME": "/h", "XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s"}, "/c/afterword", "/s/afterword"),
        (
            {"HOME": "/h", "XDG_CONFIG_HOME": "c", "XDG_STATE_HOME": ""},
            "/h/.config/afterword",
            "/h/.local/state/afterword",
        ),
        ({"HOME": "/h", "STATE_DIRECTORY": "/x", "XDG_STATE_HOME": "/s"}, "/h/.config/afterword", "/s/afterword"),
        (
            {"AFTERWORD_CONFIG_DIR": "/mine/c", "AFTERWORD_STATE_DIR": "/mine/s", "XDG_STATE_HOME": "/s"},
            "/mine/c",
            "/mine/s",
        ),
    ],
)
def test_folders_follow_the_environment(environment: Mapping[str, str], config: str, state: str) -> None:
    """Our own variables win, then XDG where it is absolute, then the home folder; systemd's are not looked at."""
    assert (Path(config), Path(state)) == (config_folder(environment), state_folder(environment))


def test_a_relative_folder_of_ours_is_meant_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who types it by hand means the current folder, and it stays that when the program changes its own."""
    monkeypatch.chdir(tmp_path)

    assert tmp_path / "state" == state_folder({"AFTERWORD_STATE_DIR": "state"})


def test_no_home_is_the_owners_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service without HOME and without an entry for its user is told what to set."""

    def nobody(_: type[Path]) -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", classmethod(nobody))

    with pytest.raises(OwnersError, match="AFTERWORD_STATE_DIR"):
        state_folder({})


def test_folders_are_made_private(tmp_path: Path) -> None:
    """Every folder that is made is for the owner alone, the parents too; what is there keeps its mode."""
    tmp_path.chmod(0o755)

    make_private(tmp_path / "state" / "afterword")
    make_private(tmp_path / "state" / "afterword")

    modes = [
        folder.stat().st_mode & 0o777 for folder in (tmp_path, tmp_path / "state", tmp_path / "state" / "afterword")
    ]
    assert [0o755, 0o700, 0o700] == modes


@pytest.mark.parametrize("path", ["file", "file/below"])
def test_a_folder_that_cannot_be_made_is_the_owners_error(tmp_path: Path, path: str) -> None:
    """A file in the way is named."""
    (tmp_path / "file").write_text("")

    with pytest.raises(OwnersError, match=f"cannot make the folder {tmp_path}/{path}: "):
        make_private(tmp_path / path)


def test_a_home_that_nobody_knows_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    """The owner's own is filled in; that of no user stays as it was written, and will not be found."""
    monkeypatch.setenv("HOME", "/home/ada")
    written = "~nobody-of-this-name/Mail"

    assert (Path("/home/ada/Mail"), Path(written)) == (at_home("~/Mail"), at_home(written))
    assert Path.cwd() / written == state_folder({"AFTERWORD_STATE_DIR": written})
