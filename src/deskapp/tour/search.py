"""Finding things: by a name without its accents, with nothing found, and with a word that is no filter."""

from __future__ import annotations

from deskapp.tour.guide import Guide, Step
from deskapp.tour.hands import press, rewrite, write


def without_accents(guide: Guide) -> None:
    """Whoever types lukasz finds Łukasz, his ticket and his card."""
    guide.clock_at(15, 40)
    number = guide.ticket_of("Galaxy S21").number
    press("Ctrl+K")
    write("lukasz")
    guide.expect_in(
        "his ticket and he are found", guide.window.omnibox.hits().titles, number, "Łukasz Wójcik"
    )
    guide.picture("search", "One search for tickets, customers and commands; accents need not be typed.")
    press("Return")
    guide.expect("Enter opens his ticket", guide.shown_number, number)


def nothing_found(guide: Guide) -> None:
    press("Ctrl+K")
    write("zeppelin")
    words = "Nothing found for “zeppelin”"
    guide.expect_in("the search says so", guide.window.omnibox.hits().titles, words)
    press("Escape", "Escape", "Ctrl+2", "Ctrl+F")
    rewrite("zeppelin")
    guide.expect_in("the queue says so", guide.list.empty.accessibleName, "Nothing matches “zeppelin”")
    guide.picture("no-hits", "A filter without hits says so and offers the way back.")


def unknown_operator(guide: Guide) -> None:
    rewrite("colour:blue")
    guide.expect_in("the word is refused by its name", guide.list.wrong.full_text, "colour:")
    guide.picture("unknown-filter", "A filter word that does not exist is named, not ignored.")
    press("Escape")
    guide.expect("Escape empties the filter", guide.list.query, "")
    guide.expect("all tickets are listed", guide.list.records.rowCount, 2)


STEPS = (
    Step("search without accents", without_accents),
    Step("nothing found", nothing_found),
    Step("an unknown filter word", unknown_operator),
)
