"""Set this project up on a bare computer, then start the program or its tests.

python3 dev.py setup          only set up: system libraries, .venv, locked packages
python3 dev.py run [SHOP]     the window (the sample shop when none is named); without a screen, the tour
python3 dev.py test [ARG…]    the tests; what follows goes to pytest
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "set-up.txt"
LOCK = ROOT / "requirements-dev.lock"
TOUR = ROOT / "build" / "tour"
WINDOWS = sys.platform == "win32"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if WINDOWS else "bin/python")
APT_LISTS = Path("/var/lib/apt/lists")
MOST_WORKERS = 8
NO_SCREEN = 3
MISSING_LIBRARIES = 4

# What Qt loads from the system, and the Debian package that brings it.
ALWAYS = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libX11.so.6": "libx11-6",
}
ON_A_SCREEN = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libcups.so.2": "libcups2",
}


def main(arguments: Sequence[str]) -> int:
    commands: dict[str, Callable[[Sequence[str]], int]] = {"setup": set_up, "run": run, "test": test}
    if not arguments or arguments[0] not in commands:
        print(__doc__)
        return 0 if arguments and arguments[0] in {"-h", "--help", "help"} else 2
    if sys.version_info < (3, 11):  # noqa: UP036  this file is what tells an older Python so
        stop("Deskapp needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
    return commands[arguments[0]](arguments[1:])


def run(arguments: Sequence[str]) -> int:
    """Open the window; where there is no screen for it, drive it unseen and leave its pictures."""
    set_up()
    code = NO_SCREEN
    if arguments or has_screen(os.environ):
        code = start("deskapp", *(arguments or [str(sample_shop())]))
    return take_tour() if code == NO_SCREEN and not arguments else code


def take_tour() -> int:
    print("There is no screen here, so no window opens; the tour drives it unseen instead.", flush=True)
    print(f"Its screenshots and papers go to {TOUR}", flush=True)
    shutil.rmtree(TOUR, ignore_errors=True)
    return start("deskapp", "tour", "--out", str(TOUR), QT_QPA_PLATFORM="offscreen")


def test(arguments: Sequence[str]) -> int:
    """All everyday tests on all cores; what is asked for by name, or measured, runs in one process."""
    set_up()
    environment = {"QT_QPA_PLATFORM": "offscreen"} | os.environ
    command = [str(PYTHON), "-m", "pytest", *(arguments or every_core())]
    return subprocess.call(command, cwd=ROOT, env=environment)


def every_core() -> list[str]:
    """A worker for each core and one more, because windows and other processes are also waited for."""
    workers = min((os.cpu_count() or 1) + 1, MOST_WORKERS)
    return [f"--numprocesses={workers}", "--dist=worksteal"]


def set_up(_arguments: Sequence[str] = ()) -> int:
    """Bring what is missing; costs next to nothing when nothing is."""
    uv = shutil.which("uv")
    packages = missing_packages(with_venv=not uv)
    if packages:
        install_packages(packages)
    if not is_current():
        make_environment(uv)
        STAMP.write_text(stamp(), encoding="utf-8")
    return 0


def sample_shop() -> Path:
    """The sample shop's file in the user's data folder, made when it is not there."""
    ask = "from deskapp.paths import data_folder; print(data_folder())"
    answer = subprocess.check_output([str(PYTHON), "-X", "utf8", "-c", ask], encoding="utf-8")
    sample = Path(answer.strip()) / "sample.desk"
    if not sample.exists():
        code = start("deskapp", "new", str(sample), "--sample")
        if code:
            sys.exit(code)
    return sample


def has_screen(environment: Mapping[str, str]) -> bool:
    if environment.get("QT_QPA_PLATFORM") in {"offscreen", "minimal"}:
        return False
    return sys.platform in {"win32", "darwin"} or bool(
        environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    )


def start(module: str, *arguments: str, **environment: str) -> int:
    """Run a module of the environment; answers its exit code."""
    return subprocess.call([str(PYTHON), "-m", module, *arguments], env=os.environ | environment)


def missing_packages(*, with_venv: bool) -> list[str]:
    """The Debian packages without which Qt or the environment would fail; none outside Linux."""
    if not sys.platform.startswith("linux"):
        return []
    wanted = ALWAYS | (ON_A_SCREEN if has_screen(os.environ) else {})
    packages = [package for library, package in wanted.items() if not loads(library)]
    if with_venv and not PYTHON.exists() and not importlib.util.find_spec("ensurepip"):
        packages.append("python3-venv")
    return packages


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_packages(packages: Sequence[str]) -> None:
    """Install Debian packages when that is allowed, otherwise say how and stop."""
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if not shutil.which("apt-get"):
        names = ", ".join(packages)
        stop(
            f"Install what your system calls these Debian packages, then start again: {names}",
            MISSING_LIBRARIES,
        )
    if os.geteuid() != 0:
        stop(
            f"System libraries are missing. Install them, then start again:\n  sudo {' '.join(install)}",
            MISSING_LIBRARIES,
        )
    print("Installing system libraries:", " ".join(packages), flush=True)
    if not any(APT_LISTS.glob("*_Packages*")) or not apt(install):
        apt(["apt-get", "update"])
        if not apt(install):
            stop("apt-get could not install them; its message stands above.", MISSING_LIBRARIES)


def apt(command: Sequence[str]) -> bool:
    quiet = [command[0], "-qq", "-o=Dpkg::Use-Pty=0", *command[1:]]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.call(quiet, env=environment, stdout=subprocess.DEVNULL) == 0


def stamp() -> str:
    """What the environment is made from, as one line per cause."""
    causes = [LOCK, ROOT / "pyproject.toml"]
    digests = [f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in causes]
    return "\n".join([f"Python {sys.version_info[0]}.{sys.version_info[1]} at {ROOT}", *digests, ""])


def is_current() -> bool:
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == stamp()


def make_environment(uv: str | None) -> None:
    """Fill .venv with the locked packages and the project itself, byte-compiled."""
    print("Setting up", ENVIRONMENT, flush=True)
    here = ["--no-deps", "--no-build-isolation", "--editable", "."]
    if uv:
        call(uv, "sync", "--quiet", "--locked", "--no-install-project", "--python", sys.executable)
        call(uv, "pip", "install", "--quiet", "--python", str(PYTHON), *here)
        return
    call(sys.executable, "-m", "venv", str(ENVIRONMENT), *([] if same_python() else ["--clear"]))
    pip = [str(PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    call(*pip, "--only-binary", ":all:", "--require-hashes", "--requirement", str(LOCK))
    call(*pip, "--no-index", *here)


def same_python() -> bool:
    """Whether the environment that is there was made by this Python, so that it can be brought up to date."""
    made = STAMP.read_text(encoding="utf-8") if STAMP.exists() else ""
    return PYTHON.exists() and made.splitlines()[:1] == stamp().splitlines()[:1]


def call(*command: str) -> None:
    environment = os.environ | {"UV_PROJECT_ENVIRONMENT": str(ENVIRONMENT)}
    code = subprocess.call(command, cwd=ROOT, env=environment)
    if code:
        stop(f"Setting up stopped, because this failed (exit code {code}):\n  {' '.join(command)}")


def stop(sentence: str, code: int = 1) -> NoReturn:
    print(sentence, file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
