"""Backups and restores by command: a backup to a folder, a list, a new file or a swap."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskapp.settings import Settings, save
from tests.cli.conftest import Answers, Ok, Run, check_refused
from tests.contents import rows


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def backup(ok: Ok, shop_path: Path, folder: Path, number: str) -> Path:
    """A backup of a shop with one ticket."""
    return Path(ok("backup", shop_path, "--to", folder))


def test_a_backup_goes_into_the_folder_that_is_named(backup: Path, folder: Path) -> None:
    assert backup == folder / "shop-2026-03-10-090600.desk"
    assert backup.is_file()


def test_without_a_folder_it_goes_where_the_window_puts_it(
    answers: Answers, shop_path: Path, folder: Path, tmp_path: Path, number: str
) -> None:
    save(Settings(backup_folder=str(folder), backup_second=str(tmp_path / "second")))
    said = answers("backup", shop_path)
    assert said["file"] == str(folder / "shop-2026-03-10-090600.desk")
    assert (said["reason"], said["by"], said["missed"], said["removed"]) == ("hand", "Priya Nair", [], [])
    assert said["holds"]["newest"] == number
    assert said["holds"]["counts"]["ticket"] == 1
    assert len(list((tmp_path / "second").iterdir())) == 4


def test_a_computer_without_settings_has_a_folder_for_them_too(
    run: Run, answers: Answers, shop_path: Path, tmp_path: Path
) -> None:
    said = answers("backup", shop_path)
    assert said["file"] == str(tmp_path / "data" / "backups" / "shop-2026-03-10-090600.desk")
    save(Settings(no_backups=True))
    check_refused(run, shop_path, "No folder for backups is chosen; name one", "backup", shop_path, code=2)


def test_the_backups_of_a_shop_are_listed(ok: Ok, answers: Answers, shop_path: Path, backup: Path) -> None:
    ok("backup", shop_path, backup.parent)
    found = answers("backup", "list", shop_path, backup.parent)
    assert [one["file"] for one in found] == [str(backup.with_name(f"{backup.stem}-2.desk")), str(backup)]
    assert ok("backup", "list", shop_path, "--to", backup.parent).count("By hand") == 2


def test_a_backup_is_proven_when_asked(answers: Answers, shop_path: Path, backup: Path) -> None:
    said = answers("backup", shop_path, "--prove", "--to", backup.parent)
    assert said["restore_proven_at"] == "2026-03-10T09:06:00+00:00"


def test_a_second_folder_that_is_gone_is_told(
    run: Run, shop_path: Path, folder: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "media" / "stick"
    save(Settings(backup_folder=str(folder), backup_second=str(stick)))
    said = run("backup", shop_path)
    assert said.code == 1
    assert said.out == f"{folder / 'shop-2026-03-10-090600.desk'}\n"
    assert said.err == (
        f"The folder “{stick}” for backups is not there; plug in its drive or choose another folder.\n"
    )


@pytest.mark.parametrize(
    ("words", "sentence", "code"),
    [
        (("backup", "SHOP", "one", "--to", "two"), "Name the folder once", 2),
        (("backup", "SHOP", "no/such/folder"), "is not there; plug in its drive", 1),
    ],
)
def test_wrong_folders_are_refused(
    run: Run, shop_path: Path, words: tuple[str, ...], sentence: str, code: int
) -> None:
    said = [shop_path if word == "SHOP" else word for word in words]
    check_refused(run, shop_path, sentence, *said, code=code)


def test_a_restore_makes_a_new_file(ok: Ok, backup: Path, tmp_path: Path, number: str) -> None:
    new = tmp_path / "new.desk"
    assert ok("restore", backup, "--to", new) == str(new)
    assert rows(new, "SELECT number FROM ticket") == [(number,)]


def test_a_restore_can_be_looked_at_first(ok: Ok, answers: Answers, backup: Path, number: str) -> None:
    words = f"Northgate Repairs: 1 ticket, 1 customer, newest ticket {number}, last change 2026-03-10 09:06"
    assert ok("restore", backup, "--dry-run") == words
    assert answers("restore", backup, "--dry-run")["holds"]["newest"] == number


def test_a_swap_keeps_the_present_file(answers: Answers, ok: Ok, backup: Path, shop_path: Path) -> None:
    ok("ticket", "add", shop_path, "--fault", "Came later")
    said = answers("restore", backup, shop_path, "--swap")
    assert said["file"] == str(shop_path)
    assert rows(shop_path, "SELECT count(*) FROM ticket") == [(1,)]
    assert rows(Path(said["before"]), "SELECT count(*) FROM ticket") == [(2,)]


@pytest.mark.parametrize(
    ("words", "sentence", "code"),
    [
        (("restore", "BACKUP", "SHOP"), "There is already a file", 1),
        (("restore", "BACKUP"), "Name the new shop file with --to", 2),
        (("restore", "BACKUP", "one.desk", "--to", "two.desk"), "Name the new file once", 2),
        (("restore", "SHOP", "SHOP", "--swap"), "is the shop file itself", 1),
        (("restore", "nothing.desk", "--to", "new.desk"), "There is no shop file", 1),
    ],
)
def test_wrong_restores_are_refused(
    run: Run, shop_path: Path, backup: Path, words: tuple[str, ...], sentence: str, code: int
) -> None:
    places = {"SHOP": shop_path, "BACKUP": backup}
    check_refused(run, shop_path, sentence, *(places.get(word, word) for word in words), code=code)


def test_a_backup_that_changed_is_taken_only_anyway(run: Run, ok: Ok, backup: Path, tmp_path: Path) -> None:
    backup.write_bytes(backup.read_bytes().replace(b"Does not charge", b"Does not chargf"))
    said = run("restore", backup, "--to", tmp_path / "new.desk")
    assert (said.code, "has changed since it was written" in said.err) == (1, True)
    ok("restore", backup, "--to", tmp_path / "new.desk", "--anyway")
