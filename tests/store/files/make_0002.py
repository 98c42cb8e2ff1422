"""Makes `0002.desk`: the week of `0001.desk`, and what people did with their queue; it fills every table.

    python -m tests.store.files.make_0002

Run while 0002 is the newest schema; the file is committed and never made again after its release,
because it stands for the files that customers have.
"""

from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from deskapp.clock import FixedClock
from deskapp.domain.saved_view import Look, ViewDraft
from deskapp.domain.ticket_bulk import BulkChange
from deskapp.domain.work_limit import WorkLimit
from deskapp.services.desk import Desk
from tests.store.files import make_0001

TARGET = Path(__file__).with_name("0002.desk")
LATER = make_0001.MONDAY + timedelta(days=3)


def main() -> None:
    """Write the file beside this script."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "0002.desk"
        make_0001.fill(made, Path(folder))
        with closing(Desk.open(made, FixedClock(LATER))) as desk:
            _look_at_the_queue(desk)
            problems = desk.check(desk.actor())
        assert problems == (), problems
        TARGET.write_bytes(made.read_bytes())
    print(TARGET)


def _look_at_the_queue(desk: Desk) -> None:
    owner, tom = desk.actor(), desk.actor("Tom")
    look = Look("-due", ("number", "customer", "due"), "status", "compact")
    desk.views.add(owner, ViewDraft("Rush", "is:open tag:rush", look, shared=True))
    desk.views.add(tom, ViewDraft("My bench", "is:mine status:in_work"))
    gone = desk.views.add(owner, ViewDraft("Old", "is:closed")).value
    desk.views.bin(owner, gone.id)
    desk.work_limits.set(owner, [WorkLimit(5, "active"), WorkLimit(3, person_id=tom.person_id)])
    several = [row.id for row in desk.tickets.rows(owner, "is:open")]
    desk.bulk.change(owner, several, BulkChange(fields={"person_id": tom.person_id}, add_tags=("bench",)))
    again = desk.bulk.change(tom, several, BulkChange(fields={"place": "B7"}))
    desk.undo(tom, again.undo)
    shop = desk.shop.get(owner)
    desk.shop.save(owner, replace(shop, stale_days=5, uncollected_days=21))


if __name__ == "__main__":
    main()
