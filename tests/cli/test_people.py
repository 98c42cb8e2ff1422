"""`deskapp person …`: who works here, from a script."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from deskapp.clock import SystemClock
from deskapp.services.desk import Desk
from tests.cli.conftest import Answers, Ok, Run, check_refused


def test_people_are_added_listed_and_given_a_role(ok: Ok, answers: Answers, shop_path: Path) -> None:
    assert ok("person", "add", shop_path, "Tom Ellis") == "Tom Ellis  Technician"
    added = answers("person", "add", shop_path, "Zoë Quill", "--role", "front_desk")
    assert added == {"id": 3, "name": "Zoë Quill", "role": "front_desk", "active": True}
    assert ok("person", "role", shop_path, "tom", "read_only") == "Tom Ellis  Read-only"
    ok("person", "rename", shop_path, "tom", "Tom Hart")
    ok("person", "retire", shop_path, "zoe")
    assert [(one["name"], one["role"], one["active"]) for one in answers("person", "list", shop_path)] == [
        ("Priya Nair", "owner", True),
        ("Tom Hart", "read_only", True),
        ("Zoë Quill", "front_desk", False),
    ]
    assert ok("person", "list", shop_path).splitlines()[-1].split() == [
        "Zoë",
        "Quill",
        "Front",
        "desk",
        "left",
    ]
    ok("person", "bring-back", shop_path, "zoe")
    assert answers("person", "list", shop_path)[2]["active"]


def test_the_last_owner_is_not_let_go(run: Run, shop_path: Path) -> None:
    check_refused(run, shop_path, "needs an owner", "person", "retire", shop_path, "Priya")
    check_refused(run, shop_path, "needs an owner", "person", "role", shop_path, "Priya", "technician")
    check_refused(run, shop_path, "Nobody here is called", "person", "role", shop_path, "Zed", "owner")


def test_who_has_a_pin_shows_it_and_a_backup_needs_none(
    run: Run, ok: Ok, shop_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Desk.open(shop_path, SystemClock())) as desk:
        desk.people.add(desk.actor(), "Tom Ellis")
        desk.pins.keep(desk.actor(), 1, "2749")
    (file := tmp_path / "pin.txt").write_text("2748\n", encoding="utf-8")
    with_words = "Priya Nair has a PIN: .* DESKAPP_PIN_FILE"
    check_refused(run, shop_path, with_words, "ticket", "list", shop_path)
    assert "Priya Nair" in ok("person", "list", shop_path, "--as", "tom")
    monkeypatch.setenv("DESKAPP_PIN_FILE", str(file))
    wrong = run("person", "role", shop_path, "tom", "owner")
    assert (wrong.code, wrong.err) == (1, "That is not the PIN.\n")
    file.write_text("2749\n", encoding="utf-8")
    assert ok("person", "role", shop_path, "tom", "front_desk") == "Tom Ellis  Front desk"
    monkeypatch.delenv("DESKAPP_PIN_FILE")
    ok("backup", shop_path, tmp_path / "copies")
    ok("check", shop_path)
    assert run("check", shop_path, "--rebuild-index").code == 1


def test_a_shop_with_a_pin_is_restored_by_its_pin(
    run: Run, ok: Ok, shop_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Desk.open(shop_path, SystemClock())) as desk:
        desk.pins.keep(desk.actor(), 1, "2749")
    ok("backup", shop_path, tmp_path / "copies", "--prove")
    backup = next((tmp_path / "copies").glob("*.desk"))
    refused = run("restore", str(backup), "--to", str(tmp_path / "new.desk"))
    assert refused.code == 1
    assert "Priya Nair has a PIN" in refused.err
    assert "DESKAPP_PIN_FILE" in refused.err
    assert not (tmp_path / "new.desk").exists()
    (file := tmp_path / "pin.txt").write_text("2749\n", encoding="utf-8")
    monkeypatch.setenv("DESKAPP_PIN_FILE", str(file))
    ok("restore", str(backup), "--to", str(tmp_path / "new.desk"))
    with closing(Desk.open(tmp_path / "new.desk", SystemClock())) as desk:
        assert desk.check(desk.actor()) == ()
