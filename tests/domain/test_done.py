"""What an act leaves is read when somebody looks, and then stays as it was seen."""

from __future__ import annotations

from itertools import count

from deskapp.domain.undo import Done, Later, Undo

UNDO = Undo("Did it", ())


def test_a_value_that_is_known_is_answered() -> None:
    assert Done("ticket", UNDO).value == "ticket"


def test_a_value_for_later_is_read_once_and_only_when_it_is_looked_at() -> None:
    reads = count(1)
    done: Done[int] = Done(Later(lambda: next(reads)), UNDO)
    assert next(reads) == 1
    assert [done.value, done.value] == [2, 2]
