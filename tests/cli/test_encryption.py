"""Encrypted shops by command: the passphrase comes out of a file, or from whoever sits there."""

from __future__ import annotations

from pathlib import Path
from weakref import WeakValueDictionary

import pytest

from deskapp import cli_passphrase
from deskapp.cli_passphrase import FILE, NEW_FILE
from deskapp.settings import Settings, save
from tests.cli.conftest import Answers, Ok, Run, Said

PASSPHRASE, OTHER = "correct horse battery", "a better horse by far"


@pytest.fixture(autouse=True)
def _quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskapp.store.key._ROUNDS", 10)
    forget(monkeypatch)


def refused(said: Said, words: str) -> None:
    assert said.code == 1
    assert words in said.err
    assert said.err.count("\n") == 1


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command is a program of its own."""
    monkeypatch.setattr("deskapp.store.key._known", WeakValueDictionary())


def give(monkeypatch: pytest.MonkeyPatch, folder: Path, passphrase: str, name: str = FILE) -> None:
    forget(monkeypatch)
    file = folder / name
    file.write_text(f"{passphrase}\n", encoding="utf-8")
    monkeypatch.setenv(name, str(file))


@pytest.fixture
def encrypted(ok: Ok, shop_path: Path, number: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    give(monkeypatch, tmp_path, PASSPHRASE)
    ok("encrypt", shop_path)
    forget(monkeypatch)
    return shop_path


def test_an_encrypted_shop_is_worked_with_as_any(ok: Ok, encrypted: Path, number: str) -> None:
    assert number in ok("ticket", "list", encrypted)
    assert ok("check", encrypted) == "All is well."


def test_without_the_passphrase_one_sentence(
    run: Run, encrypted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(FILE)
    refused(run("ticket", "list", encrypted), "DESKAPP_PASSPHRASE_FILE")
    give(monkeypatch, tmp_path, OTHER)
    refused(run("ticket", "list", encrypted), "does not open")
    monkeypatch.setenv(FILE, str(tmp_path / "nowhere"))
    refused(run("ticket", "list", encrypted), "cannot be read")


def test_who_sits_there_may_mistype_it_twice(
    run: Run, encrypted: Path, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(FILE)
    typed = iter(("wrong", "wrong again", PASSPHRASE))
    monkeypatch.setattr(cli_passphrase, "can_ask", lambda: True)
    monkeypatch.setattr(cli_passphrase, "ask", lambda _words: next(typed))
    said = run("ticket", "list", encrypted)
    assert (said.code, said.err.count("does not open")) == (0, 2)
    assert number in said.out


def test_rekey_and_decrypt(
    ok: Ok, run: Run, encrypted: Path, number: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch, tmp_path, OTHER, NEW_FILE)
    ok("rekey", encrypted)
    forget(monkeypatch)
    refused(run("ticket", "list", encrypted), "does not open")
    give(monkeypatch, tmp_path, OTHER)
    ok("decrypt", encrypted)
    forget(monkeypatch)
    monkeypatch.delenv(FILE)
    assert number in ok("ticket", "list", encrypted)


def test_what_is_plain_is_named_and_goes(
    ok: Ok, answers: Answers, shop_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(Settings(backup_folder=str(tmp_path / "backups"), backup_readable=False))
    plain = ok("backup", shop_path)
    give(monkeypatch, tmp_path, PASSPHRASE)
    said = answers("encrypt", shop_path)
    assert said["encrypted"]
    assert said["plain"] == [plain]
    forget(monkeypatch)
    ok("decrypt", shop_path)
    forget(monkeypatch)
    assert answers("encrypt", shop_path, "--delete-plain")["plain"] == []
    assert not Path(plain).exists()


def test_an_encrypted_backup_comes_back(
    ok: Ok, encrypted: Path, number: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = ok("backup", encrypted, "--to", tmp_path / "backups")
    assert not list((tmp_path / "backups").glob("*.zip"))  # nobody wished a copy that anybody can read
    forget(monkeypatch)
    back = tmp_path / "back.desk"
    ok("restore", backup, "--to", back)
    forget(monkeypatch)
    assert number in ok("ticket", "list", back)
