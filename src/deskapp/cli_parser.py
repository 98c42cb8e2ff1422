"""What the commands share when they say their options: a parser, a command, a group of commands, a count."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, NoReturn

from deskapp.i18n import N_, _

WRONG_USAGE = 2
LARGEST_COUNT = 2**53
_HEADINGS = (N_("options"), N_("positional arguments"))


class _Help(argparse.HelpFormatter):
    """The words around the help in the user's language too."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, _("usage: ") if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(_(heading) if heading else heading)


@cache
def _width() -> int:
    """How wide help is written; argparse would ask the terminal for each option."""
    return shutil.get_terminal_size().columns - 2


class Parser(argparse.ArgumentParser):
    """Wrong usage is one sentence and exit code 2."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**named, add_help=False, formatter_class=partial(_Help, width=_width()))
        self.fill: Callable[[Any], None] | None = None
        self.add_argument("-h", "--help", action="help", help=_("show this help"))

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Read the words; what a group holds is said only when somebody asks for the group."""
        fill, self.fill = self.fill, None
        if fill:
            fill(self.add_subparsers(dest="action", required=True, parser_class=Parser))
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message}", file=sys.stderr)
        raise SystemExit(WRONG_USAGE)


def add_command(commands: Any, name: str, run: Callable[..., Any], text: str, *, shop: bool = True) -> Any:
    """A command that answers in words or JSON; most work on a shop file, as a person."""
    made = commands.add_parser(name, help=text, description=text)
    made.set_defaults(run=run)
    made.add_argument("--json", action="store_true", help=_("answer in JSON"))
    if shop:
        made.add_argument("shop", type=Path, metavar="SHOP")
        made.add_argument(
            "--as", "--person", dest="actor", default="", metavar="NAME", help=_("who acts (the owner)")
        )
    return made


def add_numbered(commands: Any, name: str, run: Callable[..., Any], text: str) -> Any:
    """A command about one thing that is known by its number."""
    made = add_command(commands, name, run, text)
    made.add_argument("number", metavar="NUMBER")
    return made


def add_group(commands: Any, name: str, text: str, fill: Callable[[Any], None]) -> None:
    """A word that is followed by a command, like `ticket`; `fill` adds those once the word is said."""
    commands.add_parser(name, help=text, description=text).fill = fill


def count(typed: str) -> int:
    """The type of an option that counts, or names by a number."""
    number = int(typed) if typed.isdecimal() and len(typed) < len(str(LARGEST_COUNT)) else 0
    if number < 1:
        raise argparse.ArgumentTypeError(_("“{typed}” is not a number from 1 on").format(typed=typed))
    return number
