"""dev.py sets up what is missing, once, and hands arguments on."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in programs are shell scripts")


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """dev.py in a checkout of its own, on a computer that has every library, no screen and no uv."""
    for name in ("dev.py", "pyproject.toml", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path)
    spec = importlib.util.spec_from_file_location("dev_under_test", tmp_path / "dev.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(module, "loads", lambda _library: True)
    monkeypatch.setenv("PATH", str(tmp_path / "programs") + os.pathsep + "/usr/bin:/bin")
    monkeypatch.setattr(module, "APT_LISTS", tmp_path / "lists")
    return module


def stand_in(path: Path, log: Path, code: int = 0) -> None:
    """A program that notes how it was called."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'#!/bin/sh\nprintf "%s|" "$QT_QPA_PLATFORM" "$@" >> "{log}"; echo >> "{log}"; exit {code}\n'
    )
    path.chmod(0o755)


@pytest.fixture
def calls(dev: ModuleType, tmp_path: Path) -> Path:
    """The log of what was started, in a checkout that is set up already."""
    stand_in(dev.PYTHON, tmp_path / "calls")
    dev.STAMP.write_text(dev.stamp(), encoding="utf-8")
    return tmp_path / "calls"


def bare_machine(dev: ModuleType, monkeypatch: pytest.MonkeyPatch, *, user: int) -> None:
    monkeypatch.setattr(dev, "loads", lambda _library: False)
    monkeypatch.setattr(os, "geteuid", lambda: user)


def test_an_environment_is_current_until_what_it_was_made_from_changes(dev: ModuleType, calls: Path) -> None:
    assert dev.is_current()
    with dev.LOCK.open("a", encoding="utf-8") as lock:
        lock.write("another==1.0\n")
    assert not dev.is_current()


def test_an_environment_without_its_python_is_not_current(dev: ModuleType, calls: Path) -> None:
    dev.PYTHON.unlink()
    assert not dev.is_current()


def test_test_hands_its_arguments_to_pytest_and_its_exit_code_back(dev: ModuleType, calls: Path) -> None:
    stand_in(dev.PYTHON, calls, code=7)
    assert dev.main(["test", "-k", "two words"]) == 7
    assert calls.read_text() == "offscreen|-m|pytest|-k|two words|\n"


@pytest.mark.parametrize(("cores", "workers"), [(None, 2), (2, 3), (64, 8)])
def test_the_everyday_tests_run_on_every_core(
    dev: ModuleType, calls: Path, monkeypatch: pytest.MonkeyPatch, cores: int | None, workers: int
) -> None:
    stand_in(dev.PYTHON, calls)
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert dev.main(["test"]) == 0
    assert calls.read_text().startswith(f"offscreen|-m|pytest|--numprocesses={workers}|")


def test_run_opens_the_shop_that_is_named(
    dev: ModuleType, calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    assert dev.main(["run", "my.desk"]) == 0
    assert calls.read_text() == "|-m|deskapp|my.desk|\n"


def test_run_makes_the_sample_shop_and_opens_it(
    dev: ModuleType, calls: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setattr(subprocess, "check_output", lambda *_command, **_how: f"{tmp_path}\n")
    assert dev.main(["run"]) == 0
    made, opened = calls.read_text().splitlines()
    assert made == f"|-m|deskapp|new|{tmp_path / 'sample.desk'}|--sample|"
    assert opened == f"|-m|deskapp|{tmp_path / 'sample.desk'}|"


def test_run_without_a_screen_says_so_and_takes_the_tour(
    dev: ModuleType, calls: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert dev.main(["run"]) == 0
    assert calls.read_text() == f"offscreen|-m|deskapp|tour|--out|{dev.TOUR}|\n"
    said = capfd.readouterr().out
    assert "no screen" in said
    assert str(dev.TOUR) in said


def test_run_with_a_screen_that_does_not_answer_takes_the_tour(
    dev: ModuleType, calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(dev.PYTHON, calls, code=3)
    monkeypatch.setenv("DISPLAY", ":77")
    monkeypatch.setattr(dev, "sample_shop", lambda: Path("sample.desk"))
    dev.main(["run"])
    assert "|tour|" in calls.read_text().splitlines()[-1]


def test_run_with_a_shop_and_no_screen_leaves_it_to_the_program(dev: ModuleType, calls: Path) -> None:
    stand_in(dev.PYTHON, calls, code=3)
    assert dev.main(["run", "my.desk"]) == 3
    assert calls.read_text() == "|-m|deskapp|my.desk|\n"


def test_a_missing_library_is_named_with_the_line_that_brings_it(
    dev: ModuleType,
    calls: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    bare_machine(dev, monkeypatch, user=1000)
    stand_in(tmp_path / "programs" / "apt-get", tmp_path / "apt")
    with pytest.raises(SystemExit) as stopped:
        dev.main(["setup"])
    assert stopped.value.code == 4
    line = capsys.readouterr().err.splitlines()[-1].strip()
    assert line.startswith("sudo apt-get install --yes --no-install-recommends libglib2.0-0 libbrotli1 ")
    assert "libxcb" not in line
    assert not (tmp_path / "apt").exists()


def test_a_screen_asks_for_the_libraries_of_a_screen(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(dev, "loads", lambda library: "xcb" not in library)
    assert "libxcb-cursor0" in dev.missing_packages(with_venv=False)


def test_root_gets_the_libraries_installed(
    dev: ModuleType, calls: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bare_machine(dev, monkeypatch, user=0)
    stand_in(tmp_path / "programs" / "apt-get", tmp_path / "apt")
    assert dev.main(["setup"]) == 0
    update, install = (tmp_path / "apt").read_text().splitlines()
    assert "|update|" in update
    assert "|install|--yes|--no-install-recommends|libglib2.0-0|" in install


def test_a_python_without_ensurepip_asks_for_python3_venv(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)  # as on a bare Debian
    assert dev.missing_packages(with_venv=True) == ["python3-venv"]
    assert dev.missing_packages(with_venv=False) == []


def test_an_unknown_command_shows_the_known_ones(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["fly"]) == 2
    assert "python3 dev.py test" in capsys.readouterr().out
