"""Who may do what: every call of every service, by every role, held against the matrix."""

from __future__ import annotations

import inspect
import time
from collections.abc import Iterator
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import pytest

from deskapp.domain.actor import Actor, Role
from deskapp.domain.backup import Reason
from deskapp.domain.item_secret import Secret, SecretKind
from deskapp.domain.permission import CALLS, NOT_BUILT, RULES, WITHOUT_ACTOR, Action, why_not
from deskapp.domain.person import ROLE_LABELS
from deskapp.domain.ticket import TicketEdit
from deskapp.domain.ticket_bulk import BulkChange
from deskapp.errors import NotAllowed
from deskapp.services.desk import Desk
from deskapp.services.permission import Guard
from deskapp.store.engine import ShopFile
from tests.builders import a_line, an_intake
from tests.services.test_photo import a_picture

ROLES = (Role.OWNER, Role.FRONT_DESK, Role.TECHNICIAN, Role.READ_ONLY)
MATRIX = """
see_tickets      yes yes yes yes
see_names        yes yes yes yes
see_address      yes yes no  yes
take_in          yes yes yes no
change_words     yes yes own no
private_note     yes yes own no
move             yes yes own no
assign           yes yes own no
edit_note        no  no  no  no
enter_secret     yes yes no  no
show_secret      PIN no  own_PIN no
write_estimate   yes yes own no
record_consent   yes yes no  no
set_price        yes yes no  no
give_free        PIN no  no  no
use_part         yes yes own no
count_stock      yes no  no  no
issue_invoice    yes yes no  no
credit           PIN no  no  no
take_payment     yes yes no  no
refund           PIN no  no  no
cash_up          yes yes no  no
hand_over        yes yes no  no
cancel           PIN no  no  no
delete           no  no  no  no
merge            PIN no  no  no
export_person    PIN no  no  no
erase            PIN no  no  no
export_lists     PIN no  no  no
money_report     PIN no  no  yes
backup           yes yes yes no
restore          PIN no  no  no
read_audit       yes own own no
people           PIN no  no  no
shop_data        PIN no  no  no
templates        PIN no  no  no
message          yes yes own no
open_file        yes yes yes yes
save_file        yes yes own no
see_money        yes yes no  yes
change_customer  yes yes no  no
change_catalog   yes no  no  no
import           PIN no  no  no
keep_views       yes yes yes no
limits           yes no  no  no
encrypt          PIN no  no  no
upkeep           yes yes yes yes
"""
"""The study of what desks must survive, its fifth section; what a technician sees by column, not by row.
The last eight rows are of what this program has beside it."""

SAID = {
    line.split()[0]: dict(zip(ROLES, line.split()[1:], strict=True)) for line in MATRIX.split("\n") if line
}
REACHED = "reached"


def services(desk: Desk) -> Iterator[tuple[str, Any]]:
    """Every service that a desk hands out, by its name, without its guard."""
    found = [name for name, value in vars(Desk).items() if isinstance(value, cached_property)]
    for name in (*found, *vars(desk)):
        handed = getattr(desk, name) if not name.startswith("_") else None
        if handed is not None and "_service" in vars(handed if hasattr(handed, "__dict__") else object):
            yield name, vars(handed)["_service"]
    yield "imports.customers", vars(desk.imports)["_service"].customers


def calls(desk: Desk) -> dict[str, Any]:
    """Every public method of every service, by the name that the list gives it."""
    return {
        f"{noun}.{name}": getattr(service, name)
        for noun, service in services(desk)
        for name in dir(service)
        if not name.startswith("_") and callable(getattr(service, name))
    }


@pytest.fixture
def guard(desk: Desk) -> Iterator[Guard]:
    """A guard like that of the desk."""
    file = ShopFile(desk.path)
    yield Guard(file)
    file.close()


@pytest.fixture
def staff(desk: Desk, owner: Actor) -> dict[Role, Actor]:
    for name, role in (("Fay", Role.FRONT_DESK), ("Tom", Role.TECHNICIAN), ("Rea", Role.READ_ONLY)):
        desk.people.add(owner, name, role)
    return {Role.OWNER: owner} | {desk.actor(name).role: desk.actor(name) for name in ("Fay", "Tom", "Rea")}


@pytest.fixture
def tickets(desk: Desk, owner: Actor, staff: dict[Role, Actor]) -> dict[str, str]:
    """One that is the technician's, one of the owner, one of nobody."""
    persons = {"own": staff[Role.TECHNICIAN].person_id, "other": owner.person_id, "nobody": None}
    made = {}
    for who, person in persons.items():
        intake = an_intake(person_id=person, lines=(a_line(),))
        made[who] = desk.tickets.take_in(owner, intake).value.number
        desk.photos.add(owner, made[who], [a_picture(who)])
    return made


def test_every_call_of_every_service_is_in_the_list(desk: Desk) -> None:
    known = {call for call in CALLS if not call.startswith("desk.")} | WITHOUT_ACTOR
    assert set(calls(desk)) == known
    assert len(known) > 130


def test_every_call_says_first_who_acts(desk: Desk) -> None:
    for call, method in calls(desk).items():
        first = next(iter(inspect.signature(method).parameters), "")
        assert (first == "actor") is (call not in WITHOUT_ACTOR), call


def test_what_the_desk_does_itself_is_in_the_list_too() -> None:
    own = {
        f"desk.{name}"
        for name, method in inspect.getmembers(Desk, inspect.isfunction)
        if not name.startswith("_") and "actor" in inspect.signature(method).parameters and name != "demand"
    }
    assert own == {call for call in CALLS if call.startswith("desk.")}


def test_the_list_is_the_matrix() -> None:
    said = {action: {role: word.upper() for role, word in row.items()} for action, row in SAID.items()}
    assert said == {action.value: {r: v.name for r, v in row.items()} for action, row in RULES.items()}
    assert not set(CALLS.values()) & NOT_BUILT


def given(method: Any, number: str, desk: Desk, actor: Actor) -> dict[str, Any]:
    """What a call that changes a ticket needs, about this ticket."""
    ticket = desk.tickets.get(desk.actor(), number)
    values = {
        "number": number,
        "photo_id": desk.photos.of_ticket(desk.actor(), number)[0].id,
        "tickets": [ticket.id],
        "change": BulkChange(fields={"place": "R7"}),
        "edit": TicketEdit(place="R7", person_id=ticket.edit.person_id, customer_id=ticket.edit.customer_id),
        "status": "in_work",
        "intake": an_intake(),
        "line": a_line(),
        "reason": Reason.HAND,
        "draft_id": None,
        "ticket": ticket,
    }
    wanted = list(inspect.signature(method).parameters.values())[1:]
    return {
        one.name: values.get(one.name) for one in wanted if one.default is one.empty or one.name in values
    }


def reaches(desk: Desk, guard: Guard, call: str, method: Any, actor: Actor, number: str) -> bool:
    """Whether the guard lets the call through to its service, of which a stand-in answers."""

    def stand_in(*_args: object, **_named: object) -> object:
        return () if call in {"drafts.ids", "tickets.next_statuses"} else REACHED

    stand_in.__signature__ = inspect.signature(method)  # type: ignore[attr-defined]  # what the guard reads
    noun, name = call.rsplit(".", 1)
    service: Any = guard.over(noun, SimpleNamespace(**{name: stand_in}))
    try:
        getattr(service, name)(actor, **given(method, number, desk, actor))
    except NotAllowed:
        return False
    return True


@pytest.mark.parametrize("role", ROLES)
def test_every_call_as_every_role(
    desk: Desk, guard: Guard, staff: dict[Role, Actor], tickets: dict[str, str], role: Role
) -> None:
    wrong = []
    for call, method in calls(desk).items():
        if call in WITHOUT_ACTOR:
            continue
        action = Action.BACKUP if call == "backups.make" else CALLS[call]
        for whose in ("own", "other"):
            said = SAID[action.value][role]
            narrowed = action is Action.READ_AUDIT  # to own lines, whatever was asked for
            expected = said in {"yes", "PIN"} or (said.startswith("own") and (narrowed or whose == "own"))
            if reaches(desk, guard, call, method, staff[role], tickets[whose]) is not expected:
                wrong.append((call, whose, said))
    assert wrong == []


def test_a_call_that_nobody_put_into_the_list_is_refused(guard: Guard, owner: Actor) -> None:
    service: Any = guard.over("tickets", SimpleNamespace(give_away=lambda _actor: REACHED))
    with pytest.raises(NotAllowed, match="Nobody"):
        service.give_away(owner)


@pytest.mark.parametrize("role", ROLES)
def test_the_reason_names_who_may(role: Role) -> None:
    for action, row in RULES.items():
        reason = why_not(role, action)
        assert bool(reason) is (row[role].name == "NO")
        if reason and action not in {Action.EDIT_NOTE, Action.DELETE}:
            assert "Owner" in reason or "Front desk" in reason
            assert ROLE_LABELS[role] in reason


# --- calls that are several actions -----------------------------------------------------------------


def test_to_cancel_and_to_hand_over_are_not_only_moves(
    desk: Desk, staff: dict[Role, Actor], tickets: dict[str, str]
) -> None:
    front, tech, own = staff[Role.FRONT_DESK], staff[Role.TECHNICIAN], tickets["own"]
    for status in ("cancelled", "Cancelled"):
        with pytest.raises(NotAllowed):
            desk.tickets.move(front, own, status, reason="Sold")
        with pytest.raises(NotAllowed):
            desk.bulk.change(front, [own], BulkChange(status, "Sold"))
    for status in ("in_work", "ready"):
        desk.tickets.move(tech, own, status)
    with pytest.raises(NotAllowed):
        desk.tickets.move(tech, own, "collected")
    assert {"collected", "cancelled"}.isdisjoint(
        status.key for status in desk.tickets.next_statuses(tech, desk.tickets.get(tech, own))
    )
    assert desk.tickets.move(front, own, "collected").value.status == "collected"
    with pytest.raises(NotAllowed):
        desk.bulk.change(front, [own], BulkChange(to_bin=True))


def test_a_technician_takes_what_is_nobodys_and_nothing_else(
    desk: Desk, staff: dict[Role, Actor], tickets: dict[str, str]
) -> None:
    tech = staff[Role.TECHNICIAN]

    def give(which: str, person: int | None) -> None:
        ticket = desk.tickets.get(tech, tickets[which])
        edit = TicketEdit(person_id=person, customer_id=ticket.edit.customer_id)
        desk.tickets.edit(tech, ticket.number, edit, ticket.row_version)

    for which, person in (("other", tech.person_id), ("nobody", 1), ("own", 1), ("own", None)):
        with pytest.raises(NotAllowed):
            give(which, person)
    give("nobody", tech.person_id)
    assert desk.tickets.note(tech, tickets["nobody"], "Mine now").value.person == "Tom"
    with pytest.raises(NotAllowed):
        desk.bulk.change(tech, [tickets["own"], tickets["other"]], BulkChange("in_work"))
    desk.bulk.change(tech, [tickets["own"]], BulkChange("in_work"))


def test_who_is_at_the_bench_works_on_what_is_nobody_s_and_unlocks_what_is_their_own(
    desk: Desk, staff: dict[Role, Actor], tickets: dict[str, str]
) -> None:
    tech = staff[Role.TECHNICIAN]
    assert desk.tickets.move(tech, tickets["nobody"], "diagnosing").value.status == "diagnosing"
    desk.secrets.keep(staff[Role.OWNER], tickets["nobody"], 1, Secret(SecretKind.PASSCODE, "1470"))
    with pytest.raises(NotAllowed):
        desk.secrets.reveal(tech, tickets["nobody"], 1)


def test_taking_back_is_no_side_door(desk: Desk, staff: dict[Role, Actor], tickets: dict[str, str]) -> None:
    owner, front, tech = staff[Role.OWNER], staff[Role.FRONT_DESK], staff[Role.TECHNICIAN]
    raised = desk.people.set_role(owner, tech.person_id, Role.READ_ONLY, 1).undo
    with pytest.raises(NotAllowed):
        desk.undo(front, raised)
    noted = desk.tickets.note(owner, tickets["other"], "Hm").undo
    with pytest.raises(NotAllowed):
        desk.undo(tech, noted)
    own = desk.tickets.note(tech, tickets["own"], "Hm").undo
    with pytest.raises(NotAllowed):
        desk.undo(staff[Role.READ_ONLY], own)
    desk.undo(tech, own)
    desk.undo(front, noted)


def test_a_read_only_person_and_a_technician_have_no_drafts_of_others(
    desk: Desk, staff: dict[Role, Actor]
) -> None:
    theirs = desk.drafts.keep(staff[Role.FRONT_DESK], {"email": "a@example.org"})
    tech = staff[Role.TECHNICIAN]
    own = desk.drafts.keep(tech, {"fault": "Hm"})
    assert desk.drafts.ids(staff[Role.OWNER]) == (theirs, own)
    assert desk.drafts.ids(tech) == (own,)
    assert desk.drafts.ids(staff[Role.READ_ONLY]) == ()
    for call in (desk.drafts.get, desk.drafts.drop):
        with pytest.raises(Exception, match="no longer there"):
            call(tech, theirs)


def test_the_guard_costs_next_to_nothing(guard: Guard, owner: Actor) -> None:
    service: Any = guard.over("tickets", SimpleNamespace(rows=lambda _actor, *_, **__: ()))
    begun = time.perf_counter()
    for _ in range(10_000):
        service.rows(owner, "is:open", limit=50)
    assert time.perf_counter() - begun < 0.5  # 50 microseconds each; measured: about one
