"""Whether a window can be shown here, found out before Qt would end the program over it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress

_SECONDS = 2.0
_NEEDS_SCREEN = ("xcb", "wayland")


def has_screen(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether Qt finds a screen: always on Windows and macOS, else where a display server answers."""
    if sys.platform in {"win32", "darwin"}:
        return True
    platform = environment.get("QT_QPA_PLATFORM", "")
    if platform and not platform.startswith(_NEEDS_SCREEN):
        return True
    wayland, display = environment.get("WAYLAND_DISPLAY", ""), environment.get("DISPLAY", "")
    return bool(wayland and _wayland_answers(wayland, environment)) or bool(display and _x_answers(display))


def missing_library(environment: Mapping[str, str] = os.environ) -> str:
    """The system library that Qt needs for X11 and does not find here; Qt would end the program over it.

    Asked after Qt's own libraries are loaded; costs nothing, because Qt loads the same file next.
    """
    platform = environment.get("QT_QPA_PLATFORM", "")
    wayland = environment.get("WAYLAND_DISPLAY") and not platform.startswith("xcb")
    if sys.platform in {"win32", "darwin"} or wayland or (platform and not platform.startswith("xcb")):
        return ""
    import ctypes
    from pathlib import Path

    import PySide6

    plugin = Path(PySide6.__path__[0]) / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    if not plugin.is_file():  # a Qt of the system knows its libraries
        return ""
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        return str(error).partition(":")[0]
    return ""


def _wayland_answers(name: str, environment: Mapping[str, str]) -> bool:
    import socket

    path = os.path.join(environment.get("XDG_RUNTIME_DIR", ""), name)  # noqa: PTH118  an absolute name wins
    return _answers(socket.AF_UNIX, path)


def _x_answers(display: str) -> bool:
    import socket

    host, _colon, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not number.isdigit():
        return os.path.exists(display)  # noqa: PTH110  XQuartz names a socket
    if host in {"", "unix"}:
        path = f"/tmp/.X11-unix/X{number}"  # noqa: S108  where X servers listen
        return _answers(socket.AF_UNIX, path) or _answers(socket.AF_UNIX, "\0" + path)
    return _answers(socket.AF_INET, (host.strip("[]"), 6000 + int(number)))


def _answers(family: int, address: str | tuple[str, int]) -> bool:
    import socket

    with suppress(OSError), socket.socket(family, socket.SOCK_STREAM) as connection:
        connection.settimeout(_SECONDS)
        connection.connect(address)
        return True
    return False
