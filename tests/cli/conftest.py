"""Running commands as somebody at a terminal, or a script, does."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from deskapp import cli
from deskapp.clock import SystemClock
from deskapp.services.desk import Desk
from tests.builders import a_service
from tests.contents import everything


class Said(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]

LUKASZ = ("--customer", "Łukasz Wójcik", "--phone", "07700 900142", "--device", "Galaxy S21", "--fault")
CATALOG = {"SCR-IP13-OEM": "189.00", "BAT-IP13": "59.00"}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command at 9:06 of a Tuesday; `typed` stands at its standard input."""
    monkeypatch.setenv("DESKAPP_NOW", "2026-03-10T09:06:00+00:00")
    monkeypatch.setattr("deskapp.i18n.system_language", lambda *_: "en", raising=False)

    def command(*words: object, typed: str = "") -> Said:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        try:
            code = cli.main([str(word) for word in words])
        except SystemExit as error:
            code = int(error.code or 0)
        return Said(code, *capsys.readouterr())

    return command


@pytest.fixture
def ok(run: Run) -> Callable[..., str]:
    """Runs a command that works; answers what it said."""

    def command(*words: object, typed: str = "") -> str:
        said = run(*words, typed=typed)
        assert (said.code, said.err) == (0, ""), said.err
        return said.out.rstrip("\n")

    return command


@pytest.fixture
def answers(ok: Callable[..., str]) -> Callable[..., Any]:
    """Runs a command with `--json`; answers what it said as values."""
    return lambda *words, typed="": json.loads(ok(*words, "--json", typed=typed))


Ok = Callable[..., str]
Answers = Callable[..., Any]


def check_refused(
    run: Run, shop: Path, sentence: str, *words: object, code: int = 1, typed: str = ""
) -> None:
    """One sentence on the error stream, nothing on the other, and the file as it was."""
    before = everything(shop)
    said = run(*words, typed=typed)
    assert (said.code, said.out) == (code, "")
    assert re.search(sentence, said.err), said.err
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    assert everything(shop) == before


@pytest.fixture
def number(ok: Ok, shop_path: Path) -> str:
    """A ticket of Łukasz."""
    return ok("ticket", "add", shop_path, *LUKASZ, "Does not charge")


@pytest.fixture
def catalog(shop_path: Path) -> None:
    """Two entries of the catalog."""
    with closing(Desk.open(shop_path, SystemClock())) as desk:
        for code, price in CATALOG.items():
            desk.catalog.add(desk.actor(), a_service(code, f"Entry {code}", price))
