"""Values for tests, with defaults that a test overrides by keyword."""

from __future__ import annotations

from typing import Any

from deskapp.domain.catalog import ServiceDraft
from deskapp.domain.customer import CustomerDraft, Phone
from deskapp.domain.device import DeviceDraft
from deskapp.domain.money import Currency, Money
from deskapp.domain.ticket import Intake, ItemDraft, LineDraft

GBP = Currency("GBP", 2)


def pounds(amount: str) -> Money:
    """An amount such as "79.00"."""
    return Money(int(amount.replace(".", "")), GBP)


def a_customer(name: str = "Łukasz Wójcik", phone: str = "07700 900142", **other: Any) -> CustomerDraft:
    """A customer with one phone."""
    return CustomerDraft(name=name, phones=(Phone(phone),), **other)


def a_device(model: str = "Galaxy S21", **other: Any) -> DeviceDraft:
    """A phone."""
    return DeviceDraft(**{"category": "Phone", "brand": "Samsung", "model": model, **other})


def an_item(fault: str = "Does not charge", **other: Any) -> ItemDraft:
    """An item with a device."""
    return ItemDraft(**{"fault": fault, "device": a_device(), **other})


def an_intake(fault: str = "Does not charge", **other: Any) -> Intake:
    """A new customer with one item."""
    return Intake(**{"items": (an_item(fault),), "customer": a_customer(), **other})


def a_line(description: str = "Charging port", price: str = "79.00", **other: Any) -> LineDraft:
    """A line of work."""
    return LineDraft(description=description, unit_price=pounds(price), **other)


def a_service(
    code: str = "CHG-S21", name: str = "Charging port", price: str = "79.00", **other: Any
) -> ServiceDraft:
    """An entry of the catalog."""
    return ServiceDraft(code=code, name=name, price=pounds(price), **other)
