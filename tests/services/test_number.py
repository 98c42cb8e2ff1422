"""Running numbers on a real file: never twice, without a gap, whoever asks."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from stdnum import luhn

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.errors import DeskError
from deskapp.services.desk import Desk
from tests.builders import an_intake
from tests.processes import finish, start
from tests.services.conftest import TakeIn


def test_threads_and_their_windows_get_numbers_without_gap_or_double(desk: Desk, owner: Actor) -> None:
    def work() -> None:
        for _ticket in range(5):
            desk.tickets.take_in(owner, an_intake())

    threads = [threading.Thread(target=work) for _window in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check_sequence(desk, owner, 20)


TAKE_IN = """
    import sys
    from datetime import UTC, datetime
    from pathlib import Path
    from deskapp.clock import FixedClock
    from deskapp.domain.customer import CustomerDraft, Phone
    from deskapp.domain.ticket import Intake, ItemDraft
    from deskapp.services.desk import Desk
    desk = Desk.open(Path(sys.argv[1]), FixedClock(datetime(2026, 3, 10, tzinfo=UTC)))
    owner = desk.actor()
    for number in range(8):
        customer = CustomerDraft(f"Customer {number}", (Phone("0113 496 0123"),))
        ticket = desk.tickets.take_in(owner, Intake((ItemDraft("Rattles"),), customer=customer)).value
        desk.tickets.note(owner, ticket.number, "looked at")
    desk.close()
"""


def test_programs_beside_each_other_get_numbers_without_gap_or_double(
    shop_path: Path, clock: FixedClock
) -> None:
    for other in [start(TAKE_IN, shop_path) for _program in range(2)]:
        finish(other)
    desk = Desk.open(shop_path, clock)
    check_sequence(desk, desk.actor(), 16)
    desk.close()


def check_sequence(desk: Desk, owner: Actor, count: int) -> None:
    numbers = sorted(row.number for row in desk.tickets.rows(owner))
    assert all(luhn.is_valid(number) for number in numbers)
    assert [number[2:-1] for number in numbers] == [f"{sequence:05}" for sequence in range(1, count + 1)]
    assert desk.check(owner) == ()


def test_the_sequence_starts_again_with_the_year_of_the_shop(
    desk: Desk, owner: Actor, take_in: TakeIn, clock: FixedClock
) -> None:
    desk.shop.save(owner, replace(desk.shop.get(owner), time_zone="Asia/Tokyo"))
    clock.moment = datetime(2026, 12, 31, 14, 59, tzinfo=UTC)
    assert take_in().number[:-1] == "2600001"
    clock.moment = datetime(2026, 12, 31, 15, 0, tzinfo=UTC)  # midnight in Tokyo
    assert take_in().number[:-1] == "2700001"


def test_a_template_without_a_year_never_starts_again(
    desk: Desk, owner: Actor, take_in: TakeIn, clock: FixedClock
) -> None:
    desk.shop.save(owner, replace(desk.shop.get(owner), ticket_template="N-{SEQ}"))
    made = []
    for year in (2026, 2027):
        clock.moment = clock.moment.replace(year=year)
        made.append(take_in().number)
    assert made == ["N-1", "N-2"]


def test_a_refused_intake_burns_no_number(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    with suppress(DeskError):
        desk.tickets.take_in(owner, an_intake(person_id=99))
    assert take_in().number == "26000018"


def test_a_changed_template_steps_over_numbers_that_are_taken(
    desk: Desk, owner: Actor, take_in: TakeIn
) -> None:
    for template in ("{YYYY}-{SEQ}", "2026-{SEQ}"):
        desk.shop.save(owner, replace(desk.shop.get(owner), ticket_template=template))
        for _ticket in range(2):
            take_in()
    numbers = sorted(row.number for row in desk.tickets.rows(owner))
    assert numbers == ["2026-1", "2026-2", "2026-3", "2026-4"]
