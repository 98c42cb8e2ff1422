"""A bug on the command line is one sentence; its report stays on this computer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deskapp import cli, paths
from deskapp.services.ticket import Tickets

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_bug_is_a_sentence_and_a_report(
    shop_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_args: object, **_named: object) -> None:
        raise ZeroDivisionError

    rows: Callable[..., None] = broken
    monkeypatch.setattr(Tickets, "rows", rows)
    assert cli.main(["ticket", "list", str(shop_path)]) == cli.FAILED
    said = capsys.readouterr().err
    assert "Traceback" not in said
    [report] = paths.log_folder().glob("crash-*.txt")
    assert str(report) in said
    assert "ZeroDivisionError" in report.read_text(encoding="utf-8")
