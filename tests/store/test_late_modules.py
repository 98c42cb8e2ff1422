"""What SQLAlchemy names and nothing here uses is not loaded with it, and is there once it is asked for."""

from __future__ import annotations

import subprocess
import sys

_LOADED = """
import sys
import deskapp.services.desk
print([name for name in ("asyncio.events", "ssl", "email", "csv") if name in sys.modules])
"""
_ASKED = """
import deskapp.services.desk
import asyncio.events
from importlib.metadata import version
async def one(): return 1
print(asyncio.run(one()), version("sqlalchemy")[0])
"""


def test_nothing_of_networks_and_mail_is_loaded_with_the_desk() -> None:
    assert said(_LOADED) == "[]"


def test_it_is_there_for_whoever_asks() -> None:
    assert said(_ASKED) == "1 2"


def said(program: str) -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.strip()
