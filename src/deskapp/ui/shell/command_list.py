"""The one list of what the main window can do."""

from __future__ import annotations

from deskapp.i18n import N_
from deskapp.ui.command import PALETTE, SHEET, Command

FORM, GROUPS = N_("&Form of the list"), N_("&Group by")

COMMANDS = (
    Command("new_ticket", N_("&New ticket"), "file", "plus", ("Ctrl+N",)),
    Command("new_customer", N_("New &customer"), "file", "customer", ("Ctrl+Shift+N",)),
    Command("quick_job", N_("Quick &job"), "file", "wrench", ("Ctrl+J",)),
    Command("new_enquiry", N_("New enquir&y"), "file", "phone", ("Ctrl+Shift+E",)),
    Command(
        "convert_enquiry", N_("Make a &ticket of the enquiry"), "file", "ticket", ("Ctrl+T",), needs="enquiry"
    ),
    Command("open_shop", N_("&Open shop file…"), "file", "folder", ("Ctrl+O",), part=1),
    Command("new_shop", N_("Ne&w shop file…"), "file", "shop", part=1),
    Command("import", N_("&Import…"), "file", "import", part=2),
    Command("export_list", N_("&Export list…"), "file", "export", ("Ctrl+E",), part=2),
    Command("backups", N_("&Backups…"), "file", "save", part=2),
    Command("encryption", N_("Encry&ption…"), "file", "lock", part=2),
    Command("lock", N_("Loc&k, or switch person"), "file", "person", ("Ctrl+L",), part=3),
    Command("quit", N_("&Quit"), "file", keys=("Ctrl+Q",), part=3, role="quit"),
    Command("undo", N_("&Undo"), "edit", "undo", ("Ctrl+Z",), needs="undo"),
    Command("redo", N_("&Redo"), "edit", "redo", ("Ctrl+Shift+Z", "Ctrl+Y"), needs="redo"),
    Command("message", N_("Go to the &message"), "edit", "message", ("F8",), needs="message"),
    Command("find", N_("&Find in this list"), "edit", "search", ("Ctrl+F", "F3"), part=1),
    PALETTE,
    Command("go_to_number", N_("&Go to number…"), "edit", "ticket", ("Ctrl+G",), part=1),
    Command("find_customer", N_("Find customer by &phone"), "edit", "phone", ("F7",), part=1),
    Command("select_row", N_("Se&lect or leave row"), "edit", "tick", list_keys=("X",), part=1),
    Command("people", N_("Pe&ople…"), "edit", "customers", part=2),
    Command("audit", N_("&History of the shop…"), "edit", "history", ("Ctrl+Shift+H",), part=2),
    Command("record_audit", N_("&Who changed this…"), "edit", "history", ("Ctrl+H",), part=2),
    Command("own_pin", N_("My P&IN…"), "edit", "person", part=2),
    Command("trade", N_("Tra&de, item types and fields…"), "edit", "tool", part=2),
    Command("settings", N_("Se&ttings"), "edit", "settings", ("Ctrl+8", "Ctrl+,"), part=2, role="settings"),
    Command("go_today", N_("Today’s &work"), "view", "sun", ("Ctrl+1",)),
    Command("go_tickets", N_("&Tickets"), "view", "tickets", ("Ctrl+2",)),
    Command("go_customers", N_("&Customers"), "view", "customers", ("Ctrl+3",)),
    Command("go_devices", N_("D&evices"), "view", "device", ("Ctrl+4",)),
    Command("go_catalog", N_("C&atalog"), "view", "catalog", ("Ctrl+5",)),
    Command("go_enquiries", N_("En&quiries"), "view", "phone", ("Ctrl+6",)),
    Command("back", N_("&Back"), "view", "chevron-left", ("Alt+Left",)),
    Command("refresh", N_("&Refresh"), "view", "refresh", ("F5",), part=1),
    Command("save_view", N_("Sa&ve view…"), "view", "save", part=1),
    Command("toggle_board", N_("B&oard"), "view", "board", ("Ctrl+Shift+B",), part=2, switch=True),
    Command("toggle_pane", N_("&Detail pane"), "view", "panel-right", ("F9",), part=2, switch=True),
    Command("toggle_sidebar", N_("&Sidebar"), "view", "panel-left", ("Ctrl+B",), part=2, switch=True),
    Command("full_screen", N_("F&ull screen"), "view", keys=("F11",), part=2, switch=True),
    Command("peek", N_("Peek at t&he ticket"), "view", "eye", list_keys=("Space",), part=2),
    Command("next_part", N_("&Next pane"), "view", keys=("F6",), part=2),
    Command("part_before", N_("&Previous pane"), "view", keys=("Shift+F6",), part=2),
    Command("work_limits", N_("Li&mits of work…"), "view", "warning", part=2),
    *(
        Command(f"rows_{key}", text, "view", part=2, choice="rows", under=FORM)
        for key, text in (
            ("compact", N_("&Compact rows")),
            ("normal", N_("&Normal rows")),
            ("comfortable", N_("Comfo&rtable rows")),
        )
    ),
    Command("choose_columns", N_("C&olumns…"), "view", "columns", part=2, under=FORM),
    Command("pane_below", N_("&Pane below the list"), "view", part=2, switch=True, under=FORM),
    *(
        Command(key, text, "view", part=2, choice="groups", under=GROUPS)
        for key, text in (
            ("group_none", N_("&No groups")),
            ("group_status", N_("Group by &status")),
            ("group_person", N_("Group by &person")),
            ("group_day", N_("Group by &day due")),
        )
    ),
    Command("single_keys", N_("S&ingle-letter keys in lists"), "view", part=3, switch=True),
    Command("look_system", N_("As the s&ystem"), "view", part=4, choice="look"),
    Command("look_light", N_("&Light"), "view", "sun", part=4, choice="look"),
    Command("look_dark", N_("Dar&k"), "view", "moon", part=4, choice="look"),
    Command(
        "change_status", N_("Change &status…"), "ticket", "half-circle", list_keys=("S",), needs="ticket"
    ),
    Command("hand_over", N_("&Hand over"), "ticket", "hand-over", list_keys=("H",), needs="ticket"),
    Command("assign", N_("&Assign to…"), "ticket", "person", list_keys=("A",), needs="ticket"),
    Command("set_due", N_("&Due day…"), "ticket", "calendar", list_keys=("D",), needs="ticket"),
    Command("set_priority", N_("&Priority…"), "ticket", "triangle", list_keys=("P",), needs="ticket"),
    Command("set_tags", N_("&Tags…"), "ticket", "tag", list_keys=("T",), needs="ticket"),
    Command("edit_ticket", N_("&Edit…"), "ticket", "edit", list_keys=("F2",), needs="ticket"),
    Command("add_line", N_("Add &line…"), "ticket", "plus", list_keys=("L",), needs="ticket", part=1),
    Command("add_note", N_("Add &note"), "ticket", "note", list_keys=("N",), needs="ticket", part=1),
    Command("add_message", N_("Add &message"), "ticket", "message", list_keys=("M",), needs="ticket", part=1),
    Command(
        "add_photos", N_("Photos &from files…"), "ticket", "photo", ("Ctrl+Shift+F",), needs="ticket", part=1
    ),
    Command("lend", N_("Lend a de&vice…"), "ticket", "device", needs="ticket", part=1),
    Command("loan_back", N_("Loaner is bac&k"), "ticket", "undo", needs="ticket", part=1),
    Command(
        "open_window",
        N_("Open in its own &window"),
        "ticket",
        "ticket",
        list_keys=("Ctrl+Return", "Ctrl+Enter"),
        needs="ticket",
        part=2,
    ),
    Command(
        "duplicate", N_("Ticket for the same dev&ice"), "ticket", "copy", ("Ctrl+D",), needs="ticket", part=2
    ),
    Command("comeback", N_("New ticket: &came back"), "ticket", "history", needs="ticket", part=2),
    Command("delete", N_("Move to &bin"), "ticket", "trash", list_keys=("Del",), needs="live", part=2),
    Command("restore", N_("Take &out of bin"), "ticket", "undo", list_keys=("R",), needs="binned", part=2),
    Command("edit_customer", N_("&Edit customer…"), "customer", "edit", needs="customer"),
    Command("ticket_for_customer", N_("New &ticket for customer"), "customer", "ticket", needs="customer"),
    Command("merge_customer", N_("&Merge…"), "customer", "customers", needs="customer", part=1),
    Command("restore_customer", N_("&Bring back from the bin"), "customer", "undo", needs="binned_customer"),
    Command("customer_bin", N_("Customers in the b&in"), "customer", "trash", part=1),
    Command("find_duplicates", N_("Find &duplicates…"), "customer", "search", part=1),
    Command("export_person", N_("All data to a &folder…"), "customer", "export", needs="customer", part=2),
    Command("erase_person", N_("E&rase person…"), "customer", "trash", needs="customer", part=2),
    Command("print", N_("&Print what fits"), "print", "print", ("Ctrl+P",), needs="ticket"),
    Command("print_choose", N_("&Choose a paper…"), "print", "file", ("Ctrl+Shift+P",), needs="ticket"),
    SHEET,
    Command("scanner_test", N_("&Scanner test…"), "help", "search"),
    Command("about", N_("&About Deskapp"), "help", "info", part=1, role="about"),
)
