"""How the program starts: which words open the window, and what happens without a screen."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from deskapp.app import NO_SCREEN, names_file
from deskapp.screen import has_screen

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only X11 and Wayland can be missing")


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start the program in a process of its own, without a screen unless one is named."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    bare = {name: value for name, value in os.environ.items() if name not in names}
    command = [sys.executable, "-m", "deskapp", *words]
    return subprocess.run(
        command, env=bare | environment, capture_output=True, text=True, timeout=60, check=False
    )


@linux
@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"DISPLAY": ":9731"},
        {"DISPLAY": "nonsense"},
        {"WAYLAND_DISPLAY": "wayland-9731", "XDG_RUNTIME_DIR": "/nowhere"},
        {"QT_QPA_PLATFORM": "xcb"},
    ],
)
def test_without_a_screen_it_says_so_in_one_sentence(environment: dict[str, str]) -> None:
    ended = run(**environment)
    assert ended.returncode == NO_SCREEN
    assert ended.stderr.startswith("There is no screen here")
    assert len(ended.stderr.strip().splitlines()) == 1
    assert ended.stdout == ""


@linux
def test_a_missing_shop_without_a_screen_is_still_no_abort(tmp_path: Path) -> None:
    assert run(str(tmp_path / "nowhere.desk")).returncode == NO_SCREEN


def test_a_moment_that_is_none_is_refused_in_one_sentence() -> None:
    ended = run(DESKAPP_NOW="soon", QT_QPA_PLATFORM="offscreen")
    assert ended.returncode == 1
    assert "DESKAPP_NOW" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("words", [["my.desk"], ["./shop"], ["folder/shop"], ["/home/mia/wrong.pdf"]])
def test_a_word_with_an_ending_or_a_folder_is_a_shop(words: list[str]) -> None:
    assert names_file(words)


@pytest.mark.parametrize(
    "words",
    [
        ["new", "my.desk"],
        ["tour"],
        ["self-test"],
        ["--help"],
        ["--version"],
        ["tickets"],
        ["a.desk", "b.desk"],
    ],
)
def test_everything_else_is_a_command(words: list[str]) -> None:
    assert not names_file(words)


def test_an_unknown_command_is_wrong_usage() -> None:
    ended = run("tickets")
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr


@linux
def test_a_display_server_that_answers_is_a_screen(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(str(tmp_path / "wayland-7"))
        server.listen()
        environment = {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path)}
        assert has_screen(environment)
    assert not has_screen(environment)


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=1280x800"])
def test_a_platform_that_needs_no_screen_is_believed(platform: str) -> None:
    assert has_screen({"QT_QPA_PLATFORM": platform})


HEAVY = (
    "sqlalchemy",
    "alembic",
    "reportlab",
    "phonenumbers",
    "babel",
    "asyncio",
    "urllib.request",
    "pypdfium2",
    "email",
    "ssl",
    "decimal",
    "deskapp.store",
    "deskapp.domain.saved_view",
    "deskapp.domain.ticket",
    "deskapp.domain.ticket_row",
    "deskapp.domain.backup",
)


def test_nothing_heavy_is_loaded_before_the_frame_is_painted(tmp_path: Path) -> None:
    program = f"""
import sys
from PySide6.QtWidgets import QApplication
from deskapp.app import make_window
from deskapp.clock import SystemClock
from deskapp.settings import Settings
app = QApplication(["deskapp"])
window = make_window(app, Settings(), SystemClock())
window.painted.connect(lambda: (print(*[name for name in {HEAVY!r} if name in sys.modules]), app.exit(0)))
window.start(None)
window.show()
app.exec()
window.worker.close()
"""
    folders = {f"DESKAPP_{name}": str(tmp_path) for name in ("CONFIG", "DATA", "LOG")}
    ended = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | folders | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == ""
