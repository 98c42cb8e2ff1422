"""Which side wins when a file is imported again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.domain.import_plan import FIELDS, fingerprint, merged, remarked

VALUES = st.lists(st.text(max_size=20), min_size=len(FIELDS), max_size=len(FIELDS))


def mark(fault: str) -> str:
    """The fingerprint of a record with that fault."""
    return fingerprint([fault if name == "fault" else "same" for name in FIELDS])


@pytest.mark.parametrize(
    ("last", "theirs", "ours", "takes", "keeps"),
    [
        ("old", "old", "old", False, False),
        ("old", "new", "old", True, False),
        ("old", "old", "own", False, False),
        ("old", "new", "own", False, True),
        ("old", "new", "new", False, False),
    ],
    ids=["nobody", "the file", "people", "both", "both alike"],
)
def test_who_changed_a_field_decides(last: str, theirs: str, ours: str, takes: bool, keeps: bool) -> None:
    expected = (("fault",) if takes else (), ("fault",) if keeps else ())
    assert merged(mark(last), mark(theirs), mark(ours)) == expected


@given(VALUES, st.sampled_from(FIELDS), st.text(max_size=20))
def test_other_values_in_a_field_change_only_its_part(values: list[str], name: str, other: str) -> None:
    changed = [other if field == name else value for field, value in zip(FIELDS, values, strict=True)]
    assert remarked(fingerprint(values), {name: other}) == fingerprint(changed)
