"""Services for the thing on the counter come before those for others."""

from __future__ import annotations

import pytest

from deskapp.domain.catalog import Service, ServiceDraft, nearest_first
from deskapp.domain.money import Currency, Money

NAMES = ("Galaxy A52 Display", "iPhone 11 Display", "iPhone 13 Akku", "iPhone 13 Display", "Display reinigen")


@pytest.mark.parametrize(
    ("device", "fault", "first"),
    [
        ("Apple iPhone 13", "", ["iPhone 13 Akku", "iPhone 13 Display", "iPhone 11 Display"]),
        ("Apple iPhone 13", "Display gebrochen", ["iPhone 13 Display", "iPhone 13 Akku"]),
        ("Nokia 3310", "", ["Display reinigen"]),
        ("", "", ["Galaxy A52 Display", "iPhone 11 Display"]),
    ],
)
def test_what_names_the_device_comes_first(device: str, fault: str, first: list[str]) -> None:
    services = [
        Service(place, ServiceDraft(f"S{place}", name, Money(0, Currency("EUR"))))
        for place, name in enumerate(NAMES)
    ]
    names = [service.name for service in nearest_first(services, device, fault)]
    assert names[: len(first)] == first
    assert len(names) == len(NAMES)
