"""Devices: what is said of their numbers while they are typed."""

from __future__ import annotations

import pytest

from deskapp.domain.device import DeviceDraft, checked, imei_doubt


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", ""),
        ("352099001761481", ""),
        ("35-209900-176148-1", ""),
        ("35209900176148123", "An IMEI has 15 digits; this one has 17. It is kept as typed."),
        ("3520990", "An IMEI has 15 digits; this one is kept as typed."),
        ("DNPX1234", "An IMEI has 15 digits; this one is kept as typed."),
        ("SN 352099001761482", "It is kept as a serial number."),
    ],
)
def test_what_is_odd_about_an_imei_is_said(typed: str, said: str) -> None:
    assert imei_doubt(typed) == said


def test_a_number_that_is_called_a_serial_number_is_kept_as_one() -> None:
    kept = checked(DeviceDraft("Phone", imei="SN 352099001761482"))
    assert (kept.serial, kept.imei) == ("352099001761482", "")
