"""What leaves the window or lies beside it: links that are opened, and who may read the files."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from deskapp.domain.link import allowed_link, mail_link, phone_link
from tests.faults.fault import Fault, Tally, Trial, tally

# Links -------------------------------------------------------------------------------------------

GOOD = ("https://example.org/x?y=1#z", "mailto:ada@example.org", "tel:+442079460018", "HTTPS://example.org")
BAD = (
    *(
        "http://example.org",
        "file:///etc/passwd",
        "file://server/share/x",
        "javascript:alert(1)",
        "data:text/html,x",
    ),
    *(
        "ftp://example.org",
        "smb://server/x",
        "ssh://x",
        "vbscript:x",
        "ms-msdt:/id",
        "search-ms:query=x",
        "//x",
    ),
    *(
        "\\\\server\\share",
        "C:\\Windows\\System32\\calc.exe",
        "/bin/sh",
        "example.org",
        "",
        "https:",
        "https://",
    ),
    *(
        "https:\\\\example.org",
        " https://example.org",
        "https://example.org\n",
        "https://a\u202eb.org",
        "ht\ttps://x",
    ),
    *(
        "https://user:word@example.org",
        "https://example.org@evil.org",
        "https:example.org",
        "https:///x",
        "tel:",
    ),
    *("mailto:a@x.org?attach=/etc/passwd", "mailto:a@x.org&bcc=b@x.org", "mailto:a@x.org?cc=b", "tel:1/../x"),
    *(
        "mailto://x",
        "https://x y.org",
        "https://" + "x" * 3000,
        "jar:https://x!/",
        "view-source:https://x",
        "about:x",
    ),
    *(
        "blob:https://x",
        "feed:https://x",
        "intent://x",
        "\x00https://x",
        "https\u200b://x",
        "xhttps://x",
        "https ://x",
    ),
)
ADDRESSES = (
    "a@x.org, b@y.org",
    "a@x.org;b@y.org",
    "a b@x.org",
    "a@x.org\nbcc: b@y.org",
    "<a@x.org>",
    "@",
    "a@",
    '"@x',
)


def links(_trial: Trial, *, every: bool = False) -> Tally:
    """Links of three kinds are opened, as they are; no other, and no address that is two."""
    way = str if every else allowed_link
    return tally(_linked(way))


def _linked(way: object) -> Iterator[str]:
    assert callable(way)
    for link in GOOD:
        yield "ok" if way(link) == link else f"broken: {link} is not opened"
    for link in BAD:
        bare = link if link != "tel:" else ""
        yield "ok" if not bare or not way(link) else f"broken: {link[:40]!r} is opened"
    for address in ADDRESSES:
        yield "ok" if not mail_link(address) else f"broken: a mail to {address!r}"
    yield "ok" if allowed_link(phone_link("020 7946 0018;ext=1&x")) else "broken: a number is not called"


# Who may read what is written --------------------------------------------------------------------

COMMANDS = (
    "new {0}/desk/shop.desk --name Northgate --country GB",
    "ticket add {0}/desk/shop.desk --customer Ada --phone 02079460018 --device Galaxy --fault Hums",
    "ticket list {0}/desk/shop.desk",
    "print {0}/desk/shop.desk claim-ticket 26000018 -o {0}/papers/claim.pdf",
    "backup {0}/desk/shop.desk --to {0}/backups",
    "customer export {0}/desk/shop.desk 1 --out {0}/person",
    "customer list {0}/desk/shop.desk",
    "restore {0}/backups/BACKUP {0}/again/shop.desk",
)
WINDOW = """
import os, sys
from pathlib import Path
from deskapp import __main__, app, crash_report, settings
def work(words):
    import logging
    from PySide6.QtWidgets import QApplication
    from deskapp.log_file import keep_log
    from deskapp.tour.album import Album
    from deskapp.tour.guide import Guide
    from deskapp.tour.hands import press, write
    keep_log()
    logging.getLogger("x").info("a word")
    guide = Guide(QApplication([]), Album(Path(words[0]).parent / "album"))
    guide.open_window(Path(words[0]))
    guide.expect("open", lambda: guide.desk.path, Path(words[0]))
    guide.at_rest()
    press("Ctrl+N")
    write("0770090")
    guide.desk.drafts.keep(guide.actor, {"x": 1})
    crash_report.write_report(ValueError("x"))
    settings.save(guide.window.settings)
    os._exit(0)  # with what is beside an open file
app.main = work
__main__.main()
"""


def modes(trial: Trial, *, loose: bool = False) -> Tally:
    """All that the program writes, by the window and by commands, is its own user's alone."""
    trial.folder.mkdir(parents=True, mode=0o700)
    for name in ("desk", "papers", "again"):
        (trial.folder / name).mkdir()
    given = set(trial.folder.iterdir()) | {trial.folder}
    for command in COMMANDS[:2] if loose else COMMANDS:
        backup = next((path.name for path in (trial.folder / "backups").glob("*.desk")), "")
        words = [word.format(trial.folder).replace("BACKUP", backup) for word in command.split()]
        _run(trial.folder, loose, "-m", "deskapp", *words)
    if not loose:
        _run(trial.folder, loose, "-c", WINDOW, str(trial.folder / "desk" / "shop.desk"))
    return tally(_mode_of(path) for path in sorted(trial.folder.rglob("*")) if path not in given)


def _run(folder: Path, loose: bool, *words: str) -> None:
    """With a mask that lets everybody read, as systems have it; the control keeps it."""
    homes = {f"DESKAPP_{name}": str(folder / name.lower()) for name in ("DATA", "CONFIG", "LOG")}
    given = os.environ | homes | {"QT_QPA_PLATFORM": "offscreen", "DESKAPP_LANGUAGE": "en"}
    begin = ["-c", KEEPS, *words] if loose else list(words)
    subprocess.run([sys.executable, *begin], env=given, umask=0o022, check=True, capture_output=True)


KEEPS = """
import os, runpy, sys
os.umask = lambda mask: 0o022
sys.argv = sys.argv[2:]
runpy.run_module("deskapp", run_name="__main__")
"""


def _mode_of(path: Path) -> str:
    mode = stat.S_IMODE(path.stat().st_mode)
    wanted = 0o700 if path.is_dir() else 0o600
    return "ok" if mode == wanted else f"broken: {path.name} is {mode:o}"


def no_modes() -> str:
    """What is missing here, or nothing."""
    return "" if os.name == "posix" else "files have no such modes here"


FAULTS = (
    Fault("F39", "links of all kinds", 1, 1, links, partial(links, every=True), "every link is opened", 1),
    Fault(
        "F50", "files and folders that the program writes, under a mask that lets everybody read", 1, 1,
        modes, partial(modes, loose=True), "the mask as it is", 1, needs=no_modes,
    ),
)  # fmt: skip
