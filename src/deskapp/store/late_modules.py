"""Lets SQLAlchemy be loaded without modules that it names and that nothing here makes it use.

It names asyncio for engines of another kind, which brings sockets, encryption and processes along, and
the metadata of packages for drivers that register themselves, which bring the formats of e-mail: a
tenth of a second and 7 MiB of each start on a slow computer.
"""

from __future__ import annotations

import sys
from importlib import import_module
from inspect import iscoroutine
from types import ModuleType
from typing import Any

_ASKED_FOR_AT_ONCE: dict[str, dict[str, Any]] = {
    "asyncio": {"iscoroutine": iscoroutine},
    "importlib.metadata": {},
}
"""The modules, and what SQLAlchemy takes out of them while it is loaded."""


class _Late(ModuleType):
    """Stands for a module until anybody asks for something in it."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def load_when_used() -> None:
    """Call this before SQLAlchemy is imported; a module that is loaded already stays."""
    for name, known in _ASKED_FOR_AT_ONCE.items():
        late = _Late(name)
        vars(late).update(known)
        sys.modules.setdefault(name, late)
