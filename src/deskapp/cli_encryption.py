"""The commands that encrypt a shop file, decrypt it, and change its passphrase."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskapp import settings
from deskapp.cli_backup import keep_before
from deskapp.cli_parser import add_command
from deskapp.cli_passphrase import NEW_FILE, ask, ask_new, passphrase
from deskapp.cli_session import Session, progress, show
from deskapp.clock import clock_from_environment
from deskapp.i18n import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from deskapp.domain.actor import Actor
    from deskapp.domain.encryption import PlainCopy
    from deskapp.services.desk import Desk
    from deskapp.services.encryption import Rewriting

    Begin = Callable[[Desk, Actor], Rewriting]


def add_to(commands: Any) -> None:
    made = add_command(commands, "encrypt", encrypt, _("encrypt a shop file with a passphrase"))
    made.add_argument("--remember", action="store_true", help=_("let this computer keep the key"))
    made.add_argument(
        "--delete-plain", action="store_true", help=_("delete the backups and copies that anybody can read")
    )
    add_command(commands, "rekey", rekey, _("change the passphrase of a shop file"))
    add_command(commands, "decrypt", decrypt, _("make an encrypted shop file a plain one again"))


def encrypt(options: Namespace) -> None:
    """What anybody can still read is said, and deleted where that is wished."""

    def begin(desk: Desk, actor: Actor) -> Rewriting:
        given = passphrase()
        typed = ask_new() if given is None else given
        return desk.encryption.encrypt(actor, typed, remember=options.remember)

    change = _rewrite(options, begin)
    folders = settings.load().backup_folders()
    with Session(options) as (desk, actor):
        keep_before(desk, actor, _reason())
        left = desk.encryption.plain_copies(actor, folders)
        if options.delete_plain:
            for sentence in desk.encryption.drop_plain(actor, left, folders):
                print(sentence, file=sys.stderr)
            left = desk.encryption.plain_copies(actor, folders)
    said = {"file": str(change.path), "encrypted": True, "plain": [str(copy.path) for copy in left]}
    show(options, said, _in_words(change.path, left))


def rekey(options: Namespace) -> None:
    def begin(desk: Desk, actor: Actor) -> Rewriting:
        given = passphrase(NEW_FILE)
        return desk.encryption.rekey(actor, _present(), ask_new() if given is None else given)

    change = _rewrite(options, begin)
    words = _("“{name}” has another passphrase now; older backups keep the one of their time.")
    show(options, {"file": str(change.path), "encrypted": True}, words.format(name=change.path.name))


def decrypt(options: Namespace) -> None:
    change = _rewrite(options, lambda desk, actor: desk.encryption.decrypt(actor, _present()))
    words = _("“{name}” is not encrypted any more.").format(name=change.path.name)
    show(options, {"file": str(change.path), "encrypted": False}, words)


def _rewrite(options: Namespace, begin: Begin) -> Rewriting:
    """Keep the shop as it is, close it, and write its file anew."""
    from deskapp.domain.backup import silent
    from deskapp.services.encryption import carry_out

    with Session(options) as (desk, actor):
        change = begin(desk, actor)
        keep_before(desk, actor, _reason(), whole=True)
    carry_out(change, clock_from_environment(), progress(options) or silent)
    return change


def _reason() -> Any:
    from deskapp.domain.backup import Reason

    return Reason.ENCRYPT


def _present() -> str:
    given = passphrase()
    return ask(_("Present passphrase: ")) if given is None else given


def _in_words(path: Path, left: tuple[PlainCopy, ...]) -> str:
    lines = [
        _(
            "“{name}” is encrypted. Without its passphrase nobody can read it: keep it in a safe place."
        ).format(name=path.name)
    ]
    if left:
        lines.append(_("Anybody can still read these (--delete-plain deletes them):"))
        lines += [f"  {copy.path}" for copy in left]
    return "\n".join(lines)
