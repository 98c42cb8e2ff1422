"""The sample shop: what a day looks like with many tickets, light and dark."""

from __future__ import annotations

from deskapp.tour.guide import Guide, Step
from deskapp.tour.hands import go_to, press, rewrite

_LONGEST = 60.0  # half a thousand acts are told anew, on whatever computer this is
_TABS = (("work", 1), ("money", 2), ("history", 4))


def open_sample(guide: Guide) -> None:
    guide.open_window()
    start = guide.window.show_start_page()
    go_to(start.sample)
    press("Space")
    guide.expect("the sample shop is made", lambda: bool(guide.desk), wanted=True, seconds=_LONGEST)
    guide.expect_in("the sample shop says that it is one", guide.window.sample_banner.text, "made up")
    guide.expect("its queue is listed", lambda: guide.list.records.rowCount() > 30, wanted=True)
    guide.expect(
        "a list of its own counts", lambda: guide.window.sidebar.button("open").count() > 30, wanted=True
    )
    press("Home", "J", "J")
    _pane_follows(guide)
    guide.picture("sample-open", "The sample shop: the open tickets, the most urgent first.")


def views(guide: Guide) -> None:
    for view in ("waiting", "ready", "overdue", "closed"):
        sidebar = guide.window.sidebar
        go_to(sidebar.button(sidebar.place()))
        while sidebar.place() != view:
            press("Down")
        guide.expect("the list stands in the view", lambda: guide.list.view().key, view)
        button = sidebar.button(view)
        guide.at_rest()
        if button.count():
            guide.expect(
                "it has as many tickets as the sidebar says", guide.list.records.rowCount, button.count()
            )
        press("Ctrl+2", "Home", "J")
        _pane_follows(guide)
        guide.picture(f"sample-{view}", f"The view “{view.capitalize()}” of the queue.")


def dark(guide: Guide) -> None:
    """Switched while the window is open; nothing is to be started again."""
    guide.look("dark")
    guide.picture("sample-closed-dark", "The same in the dark dress, switched while the window is open.")
    press("Ctrl+2", "Ctrl+F")
    rewrite("is:open")
    count = guide.window.sidebar.button("open").count()
    guide.expect("what is typed is listed", guide.list.records.rowCount, count)
    press("Return", "J", "J")
    _pane_follows(guide)
    guide.picture("sample-open-dark", "The open tickets in the dark dress.")
    for name, place in _TABS:
        guide.pane.tabs.tabBar().setFocus()
        while guide.pane.tabs.currentIndex() < place:
            press("Right")
        guide.picture(f"sample-{name}-dark", f"The tab “{name.capitalize()}” of a ticket in the dark dress.")


def other_places(guide: Guide) -> None:
    for keys, page, says in (
        ("Ctrl+3", "customers", "The directory of customers"),
        ("Ctrl+5", "catalog", "The catalog"),
        ("Ctrl+8", "shop", "The shop's settings"),
    ):
        press(keys)
        guide.expect("the screen is shown", guide.window.pages.name, page)
        guide.picture(f"sample-{page}-dark", f"{says} of the sample shop in the dark dress.")


def light_again(guide: Guide) -> None:
    guide.look("light")
    press("Ctrl+3")
    guide.picture("sample-customers", "The directory of customers with its tickets.")
    press("Ctrl+/")
    guide.close_window()


def _pane_follows(guide: Guide) -> None:
    guide.expect("the pane shows the ticket under the cursor", lambda: _is_followed(guide), wanted=True)


def _is_followed(guide: Guide) -> bool:
    row = guide.list.row()
    return row is not None and row.number == guide.shown_number()


STEPS = (
    Step("open the sample shop", open_sample),
    Step("views of the queue", views),
    Step("dark", dark),
    Step("other places", other_places),
    Step("light again", light_again),
)
