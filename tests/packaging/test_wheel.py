"""The wheel, installed in an environment of its own, works from any folder."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = "Scripts" if sys.platform == "win32" else "bin"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True
    )
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs in a clean environment that holds the wheel and its locked dependencies."""
    home = tmp_path_factory.mktemp("clean")
    venv.create(home, with_pip=True)
    programs = home / BIN
    pip = [str(programs / "python"), "-m", "pip", "--quiet", "install"]
    subprocess.run([*pip, "--require-hashes", "--no-deps", "-r", str(ROOT / "requirements.lock")], check=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    subprocess.run([str(programs / "python"), "-m", "pip", "check"], check=True)
    return programs


def test_the_wheel_carries_migrations_resources_and_types(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for part in ("deskapp/migrations/env.py", "deskapp/py.typed"):
        assert part in names
    assert any(name.startswith("deskapp/migrations/versions/0001") for name in names)
    assert any(name.startswith("deskapp/resources/icons/") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "src/"))]


def test_the_installed_program_proves_itself_from_another_folder(installed: Path, tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONSAFEPATH": "1"}
    done = subprocess.run(
        [installed / "deskapp", "self-test"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_installed_program_says_when_there_is_no_screen(installed: Path, tmp_path: Path) -> None:
    if sys.platform in {"win32", "darwin"}:
        pytest.skip("there is always a screen")
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        [installed / "deskapp"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert len(done.stderr.strip().splitlines()) == 1
