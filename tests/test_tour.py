"""The tour drives the real window to the end, leaves proof of it, and says where it got stuck."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

WINDOW = (1280, 800)
SEEN = (
    "first-run", "new-shop", "empty-queue", "shop-settings", "catalog", "customers", "intake", "claim-ticket",
    "returning-customer", "queue", "reason", "waiting", "work", "money", "ready", "service-summary", "search",
    "no-hits", "unknown-filter", "enquiry", "quick-job", "history", "conflict", "pin-again", "locked",
    "sample-open", "sample-waiting", "sample-overdue", "sample-open-dark",
)  # fmt: skip
SECONDS = 110  # ten are enough on a quiet computer


def take_tour(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run Python in a process of its own, unseen, with folders of its own."""
    own = {f"DESKAPP_{name}": str(folder / name.lower()) for name in ("DATA", "CONFIG", "LOG")}
    environment = {**os.environ, **own, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, encoding="utf-8", env=environment,
        timeout=SECONDS, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one whole tour leaves."""
    folder = tmp_path_factory.mktemp("tour")
    done = take_tour("-m", "deskapp", "tour", "--out", str(folder / "album"), folder=folder)
    assert done.returncode == 0, done.stderr
    assert str(folder / "album") in done.stdout
    assert not done.stderr
    used = [path for name in ("data", "config", "log") for path in (folder / name).glob("**/*")]
    assert not used, "the user's own folders were written to"
    return folder / "album"


def words_of(paper: Path) -> str:
    with pypdfium2.PdfDocument(paper) as pdf:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())


def test_every_scene_is_there_in_its_size_and_not_blank(album: Path) -> None:
    pictures = {path.stem.partition("-")[2]: path for path in album.glob("[0-9][0-9]-*.png")}
    assert set(SEEN) <= set(pictures)
    for name, path in pictures.items():
        with Image.open(path) as picture:
            own_window = name in {
                "import",
                "imported",
                "intake",
                "claim-ticket",
                "returning-customer",
                "saved",
                "service-summary",
                "quick-job",
            }
            assert own_window or picture.size == WINDOW, name
            assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 50, f"{name} is blank"


def test_dark_is_dark_and_light_is_light(album: Path) -> None:
    for path in album.glob("[0-9][0-9]-*.png"):
        with Image.open(path) as picture:
            [(_count, shade)] = picture.convert("L").resize((1, 1)).getcolors() or [(0, 0)]
        assert isinstance(shade, int)
        assert (shade < 100) is ("dark" in path.stem), path.name


def test_the_papers_say_what_was_agreed(album: Path) -> None:
    [claim] = album.glob("claim-ticket-*.pdf")
    [summary] = album.glob("service-summary-*[0-9].pdf")
    [german] = album.glob("service-summary-*-german.pdf")
    for words in ("Zoë Müller", "iPhone 13", "359089114237654", "£189.00", "15:30", "14 Northgate"):
        assert words in words_of(claim)
    for words in ("£248.00", "41.33", "10 Mar 2027", "6 Sept 2026", "Please use a case"):
        assert words in words_of(summary)
    assert "Frame bent" not in words_of(summary), "a note for the staff is on paper"
    assert "Garantie" in words_of(german)
    assert list(album.glob("claim-ticket-*-page-1.png"))
    assert list(album.glob("service-summary-*-page-1.png"))


def test_the_index_names_every_file_once(album: Path) -> None:
    index = (album / "index.html").read_text(encoding="utf-8")
    for path in album.iterdir():
        assert path.name == "index.html" or f'href="{path.name}"' in index


WRONG = """
import sys
from pathlib import Path
from deskapp import tour
from deskapp.tour import first_day
from deskapp.tour.guide import Step
from deskapp.tour.hands import press

def wrong(guide):
    guide.expect("the shop is in Paris", lambda: guide.desk.shop.get(guide.actor).country, "FR", seconds=0.2)

def broken(guide):
    guide.desk.tickets.no_such_act()

steps = [*first_day.STEPS[:3], Step("a wrong step", {"wrong": wrong, "broken": broken}[sys.argv[2]])]
sys.exit(tour.run(Path(sys.argv[1]), steps))
"""


@pytest.mark.parametrize(
    ("kind", "said"),
    [("wrong", "expected that the shop is in Paris: “FR”, saw “GB”"), ("broken", "AttributeError")],
)
def test_a_step_that_fails_is_named_with_a_picture(tmp_path: Path, kind: str, said: str) -> None:
    album = tmp_path / "album"
    done = take_tour("-c", WRONG, str(album), kind, folder=tmp_path)
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert line.startswith("tour: step 4, a wrong step: "), line
    assert said in line
    assert (album / "failed-04-a-wrong-step.png").is_file()
