"""The way into a shop: the first page, the questions of a new shop, the choice of a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deskapp.errors import DeskError, Encrypted
    from deskapp.ui.main_window import MainWindow
    from deskapp.ui.shell.first_run.answers import Answers
    from deskapp.ui.shell.first_run.wizard import NewShop
    from deskapp.ui.shell.start_page import StartPage


class Entrance:
    """What leads into a shop, each made when it is first needed; `named` is the file the start was given."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._page: StartPage | None = None
        self._questions: NewShop | None = None
        self.named: Path | None = None

    def page(self) -> StartPage:
        """The first page, which asks what to open."""
        if self._page is None:
            from deskapp.ui.shell.start_page import StartPage

            sample = self._window.open_sample if self._window.opener.has_sample else None
            self._page = StartPage(self.ask_for_new_shop, self.ask_for_file, sample)
        return self._page

    def is_shown(self) -> bool:
        """Whether the first page is what the window shows."""
        return self._page is not None and not self._page.isHidden()

    def set_busy(self, *, busy: bool) -> None:
        """Let the first page wait while a shop is being opened."""
        if self._page:
            self._page.set_busy(busy=busy)

    def ask_for_file(self) -> None:
        """Let the person choose a shop file."""
        from deskapp.paths import data_folder
        from deskapp.ui.shell.open_dialog import ask_for_shop_file

        context = self._window.context
        folder = context.desk.path.parent if context else data_folder()
        ask_for_shop_file(self._window, folder, self._window.open_shop)

    def ask_for_new_shop(self) -> None:
        """Ask the few questions of a new shop."""
        from deskapp.ui.shell.first_run.wizard import NewShop

        self._questions = NewShop(self._window, self._make_shop, self._window.worker)
        if self.named and not self.named.exists():
            self._questions.put_at(self.named)
        self._questions.open()

    def questions(self) -> NewShop:
        """The questions of a new shop, while they are asked."""
        assert self._questions is not None, "nobody asked for a new shop"
        return self._questions

    def takes_error(self, error: DeskError) -> bool:
        """Whether the questions are on the screen and say why the shop could not be made."""
        asked = self._questions is not None and self._questions.isVisible()
        if asked:
            self.questions().say_wrong(error)
        return asked

    def ask_passphrase(self, error: Encrypted) -> None:
        """Ask for what opens the file; behind the question stands what is the matter."""
        from deskapp.ui.encryption.unlock import ask_passphrase

        window = self._window
        if window.context is None:
            window.show_start_page().say_error(error)
        ask_passphrase(window, error.path, partial(window.open_shop, error.path))

    def end_questions(self) -> None:
        """Close the questions: there is a shop now."""
        if self._questions:
            self._questions.close()
            self._questions = None

    def _make_shop(self, path: Path, answers: Answers) -> None:
        """Make the shop; what was answered about this computer goes into its settings."""
        window, output = self._window, self.questions().output
        printers = {**window.settings.printers, "claim-ticket": output.printer.key()}
        folder = output.backups.text().strip()
        window.keep(printers=printers, backup_folder=folder, no_backups=not folder)
        window.opener.create(path, answers)
