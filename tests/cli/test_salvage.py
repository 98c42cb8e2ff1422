"""Saving a damaged shop by command."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Answers, Ok, Run
from tests.contents import rows

PAGE = 4096


def test_what_can_be_read_is_saved_and_said(ok: Ok, answers: Answers, shop_path: Path, number: str) -> None:
    [(page,)] = rows(shop_path, "SELECT rootpage FROM sqlite_schema WHERE name = 'note'")
    content = bytearray(shop_path.read_bytes())
    content[(page - 1) * PAGE : page * PAGE] = bytes(PAGE)
    shop_path.write_bytes(content)
    new = shop_path.with_name("new.desk")
    said = answers("salvage", shop_path, "--to", new)
    assert (said["file"], said["found"]["ticket"], said["missing"]) == (str(new), 1, [])
    assert said["bad_pages"] == 1
    assert number in ok("ticket", "list", new)
    assert ok("check", new) == "All is well."
    assert "Tickets: 1 saved" in ok("salvage", shop_path, "--to", shop_path.with_name("again.desk"))


def test_what_is_no_shop_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("number,customer\n")
    said = run("salvage", path, "--to", tmp_path / "new.desk")
    assert (said.code, said.out) == (1, "")
    assert said.err == "Nothing of a shop could be read in this file; open a backup.\n"
