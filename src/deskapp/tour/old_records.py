"""Records of another system: what a file would do, what it did, and finding one of them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from deskapp import settings
from deskapp.tour.guide import Guide, Step
from deskapp.tour.hands import focus, press, write
from deskapp.ui.imports.window import ImportWindow

_HEAD = (
    "id,data_provider,country,partner_product_category,product_category,product_category_id,brand,"
    "year_of_manufacture,product_age,repair_status,repair_barrier_if_end_of_life,group_identifier,"
    "event_date,problem"
)
_RECORDS = (
    ("Mobile", "Apple", "2017", "Fixed", "", "2023-05-06", "Battery empty by noon"),
    ("Mobile", "Samsung", "2019", "Fixed", "", "2023-05-06", "Charging socket full of lint"),
    ("Tablet", "Lenovo", "2015", "End of life", "Spare parts not available", "2023-05-06", "Glass broken"),
    ("Headphones", "Sony", "2020", "Fixed", "", "2023-06-10", "Left side silent"),
    ("Laptop medium", "HP", "2014", "Repairable", "", "2023-06-10", "Hinge torn out of the case"),
    ("Mobile", "Huawei", "2018", "Fixed", "", "2023-07-08", "Camera glass cracked"),
    ("Games console", "Nintendo", "2017", "Fixed", "", "2023-07-08", "Stick drifts to the left"),
    (
        "Battery/charger/adapter",
        "Anker",
        "2021",
        "End of life",
        "No way to open the product",
        "2023-07-08",
        "",
    ),
    ("Mobile", "Google", "2020", "Fixed", "", "2023-09-31", "Loudspeaker crackles"),
    ("Watch/clock", "Casio", "1998", "Fixed", "", "2023-09-30", "Stands still after a new battery"),
)


def import_records(guide: Guide) -> None:
    """A file is shown first; only then is anything written."""
    press("Ctrl+K")
    write(">import")
    press("Return")
    window = guide.front(ImportWindow)
    with TemporaryDirectory() as folder:
        window.read(str(_written(Path(folder))))  # the system's own file dialog has other keys everywhere
        guide.expect("the file is read", window.preview.isVisible, wanted=True)
        guide.expect("the line with a wrong day is named", window.preview.problems.rowCount, 1)
        guide.picture("import", "What a file of old records would do, before anything is written.", window)
        press("Ctrl+Return")
        guide.expect("nine records are in the shop", lambda: _old(guide), len(_RECORDS) - 1)
        guide.expect("the next thing is to look at them", focus, window.result.show_them)
    guide.picture("imported", "What it did, with the way there and the way back.", window)
    press("Space")
    guide.gone(window)
    drifts = guide.ticket_of("drifts").number
    guide.expect_in("they are listed", lambda: _listed(guide), drifts, _hinge(guide))


def find_record(guide: Guide) -> None:
    press("Ctrl+K")
    write("hinge")
    guide.expect_in("a word of the problem finds it", guide.window.omnibox.hits().titles, _hinge(guide))
    press("Return")
    guide.expect("it is opened", guide.shown_number, _hinge(guide))
    guide.expect_in("with its own day", guide.pane.header.what.full_text, "10 Jun 2023")
    guide.picture("old-record", "An old record keeps its day, its outcome and where it came from.")
    press("Ctrl+2")


def ends_the_day(guide: Guide) -> None:
    """All of it stays in the file; the program finds the shop again when it starts next."""
    path = guide.desk.path
    guide.close_window()
    guide.expect("the shop is remembered", lambda: settings.load().last_shop, str(path))


def _written(folder: Path) -> Path:
    lines = [_HEAD, *(_line(place, record) for place, record in enumerate(_RECORDS, start=1))]
    path = folder / "repair-events.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _line(number: int, record: tuple[str, ...]) -> str:
    category, brand, year, status, barrier, day, problem = record
    cells = (
        f"leeds_{number}", "Repair Leeds", "GBR", category, category, "1", brand, year, "", status, barrier,
        "Leeds Repair Café", day, problem,
    )  # fmt: skip
    return ",".join(cells)


def _old(guide: Guide) -> int:
    return guide.desk.tickets.count(guide.actor, "leeds is:closed")


def _listed(guide: Guide) -> list[str]:
    records = guide.list.records
    return [records.row(place).number for place in range(records.rowCount())]


def _hinge(guide: Guide) -> str:
    return guide.ticket_of("hinge").number


STEPS = (
    Step("import old records", import_records),
    Step("find an old record", find_record),
    Step("end of the day", ends_the_day),
)
