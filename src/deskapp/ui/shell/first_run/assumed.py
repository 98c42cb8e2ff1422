"""What a new shop takes over from its country and papers print: tax and opening hours, to be looked at."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from deskapp.domain.shop import OpeningDay
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.ui.setup.hours_edit import parse_spans
from deskapp.ui.shared.fields import ChoiceBox, TextField

if TYPE_CHECKING:
    from deskapp.ui.shared.form import Form

_WEEKDAYS, _SATURDAY = range(5), 5
_USUAL = "09:00–17:30"


class Assumed:
    """Four fields of a form; what nobody touched follows the country."""

    def __init__(self) -> None:
        self.tax = ChoiceBox([("yes", _("Yes")), ("no", _("No, not registered for it"))])
        self.percent = TextField(longest=8)
        self.weekdays, self.saturday = TextField(_("closed"), 60), TextField(_("closed"), 60)
        self.weekdays.setText(_USUAL)
        self._said_by_hand = False
        self.percent.textEdited.connect(self._keep)
        self.tax.chosen.connect(self._choose)

    def put_into(self, form: Form) -> None:
        """Show them under what stands there."""
        form.add("tax", _("Charges &tax"), self.tax)
        form.add_beside("percent", _("&Standard rate in %"), self.percent)
        hint = _("Papers print tax and hours. More rates and single days: later, in Shop settings.")
        form.add("weekdays", _("Open Mon&day to Friday"), self.weekdays, hint=hint)
        form.add_beside("saturday", _("Sat&urday"), self.saturday)

    def follow(self, country: str) -> None:
        """Show what is usual there."""
        from deskapp.services.country import known_countries

        if not self._said_by_hand:
            standard = str(known_countries().get(country, {}).get("standard", "0"))
            self.tax.set_key("no" if standard == "0" else "yes")
            self.percent.setText("" if standard == "0" else standard)
            self.percent.setEnabled(standard != "0")

    def rate(self) -> Decimal:
        """The standard rate, 0 for a shop that charges none; raises `Invalid` (`percent`)."""
        if self.tax.key() == "no":
            return Decimal(0)
        try:
            rate = Decimal(self.percent.value().replace(",", ".").rstrip(" %"))
        except InvalidOperation:
            rate = Decimal(-1)
        if not 0 <= rate <= 100:
            raise Invalid(_("Write the rate as a number of percent, for example 20."), "percent")
        return rate

    def hours(self) -> tuple[OpeningDay, ...]:
        """When the shop is open; raises `Invalid` (`weekdays` or `saturday`)."""
        return (*_days(self.weekdays, "weekdays", _WEEKDAYS), *_days(self.saturday, "saturday", [_SATURDAY]))

    def _keep(self) -> None:
        self._said_by_hand = True

    def _choose(self, key: str) -> None:
        self._said_by_hand = True
        self.percent.setEnabled(key == "yes")


def _days(field: TextField, name: str, days: range | list[int]) -> list[OpeningDay]:
    try:
        spans = parse_spans(field.value())
    except Invalid as error:
        raise Invalid(str(error), name) from error
    return [OpeningDay(day, opens, closes) for day in days for opens, closes in spans]
