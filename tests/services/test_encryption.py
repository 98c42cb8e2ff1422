"""Encryption: no word in any byte, opened by the passphrase alone, and never half a file."""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from weakref import WeakValueDictionary

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor, Role, Source
from deskapp.domain.encryption import Change, EncryptionState, PlainKind
from deskapp.errors import Busy, Damaged, DeskError, Encrypted, Invalid, NotAllowed
from deskapp.services import encryption, restore
from deskapp.services.backup_drill import drill
from deskapp.services.desk import Desk
from deskapp.services.encryption import Rewriting
from deskapp.services.first_look import first_look
from deskapp.services.salvage import salvage
from deskapp.store import backup_file, driver, key, upgrade
from deskapp.store import encryption as rewriting
from deskapp.store.encryption import _export as export
from tests.builders import a_customer, an_intake
from tests.contents import everything, rows

PASSPHRASE, OTHER = "correct horse battery", "a better horse by far"
CANARY = "Canary-7f3a"

Begin = Callable[[Desk, Actor], Rewriting]


@pytest.fixture(autouse=True)
def _quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trying out passphrases is slow on purpose; here it would only be slow."""
    monkeypatch.setattr("deskapp.store.key._ROUNDS", 10)


def forget_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the next start of the program does."""
    monkeypatch.setattr("deskapp.store.key._known", WeakValueDictionary())


def change(path: Path, clock: FixedClock, begin: Begin) -> Rewriting:
    with closing(Desk.open(path, clock)) as desk:
        made = begin(desk, desk.actor())
    encryption.carry_out(made, clock)
    return made


def encrypt(path: Path, clock: FixedClock, passphrase: str = PASSPHRASE) -> Rewriting:
    return change(path, clock, lambda desk, owner: desk.encryption.encrypt(owner, passphrase))


@pytest.fixture
def held(shop_path: Path, clock: FixedClock) -> Rewriting:
    """A shop with one ticket that was encrypted, and its keys."""
    with closing(Desk.open(shop_path, clock)) as desk:
        desk.tickets.take_in(desk.actor(), an_intake(CANARY, customer=a_customer(CANARY)))
    return encrypt(shop_path, clock)


def found(folder: Path) -> list[str]:
    """The files below a folder in which the canary can be read."""
    return sorted(
        path.name for path in folder.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()
    )


def test_what_was_in_the_shop_is_in_it_still(shop_path: Path, clock: FixedClock) -> None:
    with closing(Desk.open(shop_path, clock)) as desk:
        desk.tickets.take_in(desk.actor(), an_intake(fault=CANARY))
        plain = everything(shop_path)
    made = encrypt(shop_path, clock)
    kept = everything(shop_path)
    for table in plain.keys() - {"audit", "audit_value"}:
        assert kept[table] == plain[table]
    assert rows(shop_path, "SELECT action FROM audit ORDER BY id DESC LIMIT 1") == [("encrypt",)]
    assert made.change is Change.ENCRYPT
    assert upgrade.is_own(shop_path)
    with closing(Desk.open(shop_path, clock)) as desk:
        assert desk.check(desk.actor()) == ()
        assert [row.fault for row in desk.tickets.rows(desk.actor(), CANARY, limit=9)] == [CANARY]


def test_no_word_of_it_can_be_read_anywhere(held: Rewriting, clock: FixedClock, tmp_path: Path) -> None:
    """Neither while it is open, nor in what lies beside it, nor in backups and what is said of them."""
    with closing(Desk.open(held.path, clock)) as desk:
        owner = desk.actor()
        desk.tickets.take_in(owner, an_intake(f"{CANARY} again", customer=a_customer(CANARY)))
        made = desk.backups.make(owner, [tmp_path / "backups", tmp_path / "more"])
        assert (tmp_path / "shop.desk-wal").stat().st_size > 0
        assert found(tmp_path) == []
        drill(made.backup, clock)
        manifests = [path.read_text(encoding="utf-8") for path in (tmp_path / "backups").glob("*.json")]
        assert len(manifests) == 1
        for name in ("Northgate", "Priya"):
            assert name not in manifests[0]
    assert found(tmp_path) == []
    assert b"Northgate" not in held.path.read_bytes()


@pytest.fixture
def forgotten(held: Rewriting, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The encrypted shop, after another start of the program."""
    forget_keys(monkeypatch)
    return held.path


def test_the_passphrase_opens_it_for_as_long_as_it_is_open(forgotten: Path, clock: FixedClock) -> None:
    before = forgotten.read_bytes()
    assert first_look(forgotten) is None
    with pytest.raises(Encrypted, match="opens with its passphrase"):
        Desk.open(forgotten, clock)
    with pytest.raises(encryption.WrongPassphrase, match="This passphrase does not open"):
        encryption.unlock(forgotten, OTHER)
    assert forgotten.read_bytes() == before
    held = encryption.unlock(forgotten, PASSPHRASE)
    desk = Desk.open(forgotten, clock)
    del held
    gc.collect()
    assert desk.tickets.count(desk.actor(), "") == 1
    assert first_look(forgotten) is not None
    desk.close()
    del desk
    gc.collect()
    with pytest.raises(Encrypted):
        Desk.open(forgotten, clock)


def test_a_plain_shop_needs_none(shop_path: Path) -> None:
    assert encryption.unlock_remembered(shop_path) is None
    with pytest.raises(encryption.WrongPassphrase):
        encryption.unlock(shop_path, PASSPHRASE)


def test_another_passphrase(held: Rewriting, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Invalid, match="not the passphrase"):
        change(held.path, clock, lambda desk, owner: desk.encryption.rekey(owner, OTHER, OTHER))
    made = change(held.path, clock, lambda desk, owner: desk.encryption.rekey(owner, PASSPHRASE, OTHER))
    assert made.change is Change.REKEY
    forget_keys(monkeypatch)
    with pytest.raises(encryption.WrongPassphrase):
        encryption.unlock(held.path, PASSPHRASE)
    again = [encryption.unlock(held.path, OTHER)]
    Desk.open(held.path, clock).close()
    again.clear()


def test_decrypted_it_is_a_shop_as_before(held: Rewriting, clock: FixedClock) -> None:
    with pytest.raises(Invalid):
        change(held.path, clock, lambda desk, owner: desk.encryption.decrypt(owner, ""))
    change(held.path, clock, lambda desk, owner: desk.encryption.decrypt(owner, PASSPHRASE))
    assert held.path.read_bytes()[:6] == b"SQLite"
    with closing(Desk.open(held.path, clock)) as desk:
        assert desk.encryption.state(desk.actor()) == EncryptionState(on=False)
        assert desk.check(desk.actor()) == ()


@pytest.mark.parametrize("typed", ["", "short", "aaaaaaaaaaaaaaa", "x" * 201])
def test_a_passphrase_that_will_not_do(desk: Desk, owner: Actor, typed: str) -> None:
    with pytest.raises(Invalid):
        desk.encryption.encrypt(owner, typed)


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.TECHNICIAN, Role.READ_ONLY])
def test_only_the_owner_may(desk: Desk, owner: Actor, role: Role) -> None:
    person = desk.people.add(owner, "Sam", role).value
    actor = Actor(person.id, person.name, role, Source.WINDOW)
    for call in (
        lambda: desk.encryption.encrypt(actor, PASSPHRASE),
        lambda: desk.encryption.rekey(actor, PASSPHRASE, OTHER),
        lambda: desk.encryption.decrypt(actor, PASSPHRASE),
        lambda: desk.encryption.remember(actor, on=True),
        lambda: desk.encryption.drop_plain(actor, (), ()),
    ):
        with pytest.raises(NotAllowed):
            call()


def test_while_another_program_has_it_open_nothing_is_done(shop_path: Path, clock: FixedClock) -> None:
    with closing(Desk.open(shop_path, clock)) as desk:
        made = desk.encryption.encrypt(desk.actor(), PASSPHRASE)
        with pytest.raises(Busy, match="open in another program"):
            encryption.carry_out(made, clock)
    assert sorted(path.name for path in shop_path.parent.glob("shop*")) == ["shop.desk"]


@pytest.mark.parametrize("stage", ["_export", "_prove", "_put_over"])
def test_what_fails_on_the_way_leaves_the_file_as_it_was(
    shop_path: Path, clock: FixedClock, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Desk.open(shop_path, clock)) as desk:
        made = desk.encryption.encrypt(desk.actor(), PASSPHRASE)
    before = everything(shop_path)

    def fail(*_values: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rewriting, stage, fail)
    with pytest.raises(DeskError, match="No space left"):
        encryption.carry_out(made, clock)
    assert everything(shop_path) == before
    assert sorted(path.name for path in shop_path.parent.glob("shop*")) == ["shop.desk"]


def test_a_second_name_of_the_file_keeps_what_it_leads_to(shop_path: Path, clock: FixedClock) -> None:
    """As copies are made by programs that save room; also what a restore left when the power went."""
    second = shop_path.with_name("yesterday.desk")
    second.hardlink_to(shop_path)
    before = everything(second)
    encrypt(shop_path, clock)
    assert everything(second) == before


def test_a_copy_that_differs_is_not_taken(
    shop_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Desk.open(shop_path, clock)) as desk:
        made = desk.encryption.encrypt(desk.actor(), PASSPHRASE)

    def lossy(source: object, part: Path, with_: key.Key) -> None:
        export(source, part, with_)
        with closing(driver.connect(part, with_, isolation_level=None)) as copy:
            copy.execute("DELETE FROM status WHERE key = 'testing'")

    monkeypatch.setattr(rewriting, "_export", lossy)
    with pytest.raises(backup_file.BrokenCopy, match="as it was"):
        encryption.carry_out(made, clock)
    Desk.open(shop_path, clock).close()


def test_a_bit_that_flips_is_found(held: Rewriting, clock: FixedClock) -> None:
    """Every page is proven when it is read."""
    content = bytearray(held.path.read_bytes())
    page = len(content) // 4096 // 2
    content[page * 4096 + 2000] ^= 1
    held.path.write_bytes(content)
    with closing(Desk.open(held.path, clock)) as desk:
        try:
            said = desk.check(desk.actor())
        except Damaged as error:
            said = (str(error),)
    assert said


def test_an_encrypted_file_that_was_cut_is_damaged(held: Rewriting, clock: FixedClock) -> None:
    content = held.path.read_bytes()
    held.path.write_bytes(content[: len(content) // 8192 * 4096])
    with pytest.raises(Damaged, match="damaged"):
        Desk.open(held.path, clock)


def test_a_backup_comes_back_with_the_passphrase_of_then(
    held: Rewriting, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Desk.open(held.path, clock)) as desk:
        backup = desk.backups.make(desk.actor(), [tmp_path / "backups"]).backup
        assert not desk.backups.state(desk.actor(), [tmp_path / "backups"]).changed
    made = change(held.path, clock, lambda desk, owner: desk.encryption.rekey(owner, PASSPHRASE, OTHER))
    assert made.key
    forget_keys(monkeypatch)
    key.know(made.key)
    with pytest.raises(Encrypted):
        restore.preview(backup.path)
    with pytest.raises(Encrypted):
        restore.swap(backup.path, held.path, clock)
    of_then = encryption.unlock(backup.path, PASSPHRASE)
    assert restore.preview(backup.path).facts.shop == "Northgate Repairs"
    done = restore.swap(backup.path, held.path, clock)
    assert done.before is not None
    with closing(Desk.open(held.path, clock)) as desk:
        assert desk.tickets.count(desk.actor(), "") == 1
    assert key.salt_of(held.path) == of_then.salt
    assert key.salt_of(done.before) == made.key.salt


def test_what_anybody_can_still_read_is_named_and_goes(
    shop_path: Path, clock: FixedClock, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    with closing(Desk.open(shop_path, clock)) as desk:
        desk.tickets.take_in(desk.actor(), an_intake(customer=a_customer(CANARY)))
        plain = desk.backups.make(desk.actor(), [folder]).backup
        upgrade.copy_of(shop_path, beside := tmp_path / "shop restored.desk")
    other = tmp_path / "other.desk"
    other.write_bytes(b"SQLite format 3\x00 of another program")
    held = [encrypt(shop_path, clock)]
    with closing(Desk.open(shop_path, clock)) as desk:
        owner = desk.actor()
        left = desk.encryption.plain_copies(owner, [folder])
        assert {(copy.path, copy.kind) for copy in left} == {
            (plain.path, PlainKind.BACKUP),
            (beside, PlainKind.FILE),
        }
        with pytest.raises(DeskError, match="no encrypted backup yet"):
            desk.encryption.drop_plain(owner, left, [folder])
        assert plain.path.exists()
        desk.backups.make(owner, [folder])
        assert desk.encryption.drop_plain(owner, left, [folder]) == ()
        assert desk.encryption.plain_copies(owner, [folder]) == ()
        assert len(desk.backups.list(owner, folder)) == 1
    assert found(tmp_path) == []
    assert other.exists()
    held.clear()


def test_without_the_library_it_is_said_what_is_missing(
    desk: Desk, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "CAN_ENCRYPT", False)
    assert not desk.encryption.state(owner).possible
    with pytest.raises(DeskError, match="package sqlcipher3"):
        desk.encryption.encrypt(owner, PASSPHRASE)


def test_an_encrypted_shop_without_the_library(forgotten: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskapp.store.shop_file.CAN_ENCRYPT", False)
    with pytest.raises(DeskError, match="package sqlcipher3"):
        encryption.unlock(forgotten, PASSPHRASE)


def test_of_a_damaged_encrypted_file_nothing_is_saved(held: Rewriting, clock: FixedClock) -> None:
    with pytest.raises(DeskError, match="piece by piece"):
        salvage(held.path, held.path.with_name("saved.desk"), clock)
    assert not held.path.with_name("saved.desk").exists()
