"""What the commands share: the open shop, what was given, and how an answer is shown."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskapp.cli_passphrase import pin_of, unlocked
from deskapp.clock import clock_from_environment
from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.whole_file import write_whole

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Sequence

    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk


class WrongUsage(DeskError):
    """Options that do not go together."""


class Session:
    """The shop file of a command, open while it runs, and who acts: by their PIN where they have one.

    What looks after the file, whoever is there, asks for `no_pin`: a backup at night must not wait for one.
    """

    def __init__(self, options: Namespace, *, no_pin: bool = False) -> None:
        self._options, self._no_pin = options, no_pin

    def __enter__(self) -> tuple[Desk, Actor]:
        from deskapp.domain.actor import Source
        from deskapp.services.desk import Desk

        self._desk = unlocked(lambda: Desk.open(self._options.shop, clock_from_environment()))
        try:
            actor = self._desk.actor(self._options.actor, Source.COMMAND_LINE)
            return self._desk, actor if self._no_pin else shown(self._desk, actor)
        except BaseException:
            self._desk.close()
            raise

    def __exit__(self, *_error: object) -> None:
        self._desk.close()


def shown(desk: Desk, actor: Actor) -> Actor:
    """The person, who has shown who they are where they have a PIN."""
    if actor.person_id not in desk.pins.state(actor).with_pin:
        return actor
    return desk.pins.enter(actor, actor.person_id, pin_of(actor.name))


def show(options: Namespace, as_json: dict[str, Any], text: str) -> None:
    print(json.dumps(as_json, ensure_ascii=False, indent=2) if options.json else text)


def show_list(options: Namespace, as_json: list[dict[str, Any]], cells: Iterable[Sequence[str]]) -> None:
    from deskapp.cli_text import table

    if options.json:
        print(json.dumps(as_json, ensure_ascii=False, indent=2))
    elif text := table(cells, shutil.get_terminal_size().columns if sys.stdout.isatty() else None):
        print(text)


def given_by(options: Namespace, said: dict[str, Any]) -> dict[str, Any]:
    """What a file says, or the options; both together would hide one of them."""
    if not options.source:
        return said
    if any(value for name, value in said.items() if name != "priority") or said.get("priority", "") not in {
        "",
        "normal",
    }:
        raise WrongUsage(_("Give either --from or the other options, not both."))
    return _read_json(options.source)


def _read_json(source: str) -> dict[str, Any]:
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8-sig")
        given = json.loads(text)
    except OSError as error:
        message = _("“{file}” cannot be read: {reason}.").format(file=source, reason=error.strerror)
        raise DeskError(message) from error
    except (ValueError, RecursionError) as error:
        raise DeskError(_("“{file}” is not JSON in UTF-8; nothing was saved.").format(file=source)) from error
    if not isinstance(given, dict):
        raise DeskError(_("“{file}” holds no JSON object.").format(file=source))
    return given


def write_file(path: Path, content: bytes) -> None:
    """Write a file, or say in a sentence why not."""
    if path.is_dir():
        raise DeskError(_("“{file}” is a folder; write the name of a file.").format(file=str(path)))
    try:
        write_whole(path, content)
    except OSError as error:
        message = _("“{file}” cannot be written: {reason}.").format(file=str(path), reason=error.strerror)
        raise DeskError(message) from error


def progress(options: Namespace) -> Callable[[int, int], None] | None:
    """A line that counts on a terminal; nothing where the output is read by a program."""
    if options.json or not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        print(f"\r{done:>9} / {total}", end="" if done < total else "\n", file=sys.stderr, flush=True)

    return show
