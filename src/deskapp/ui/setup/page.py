"""The settings of the shop: what is printed on its papers and how it counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from deskapp.domain.money import Currency
from deskapp.domain.number import check_template, format_number, has_check
from deskapp.domain.shop import LONGEST_DAYS, Paper, Shop, checked
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.ui.setup.hours_edit import HoursEdit
from deskapp.ui.setup.logo_edit import LogoEdit
from deskapp.ui.setup.tax_edit import TaxesEdit, rates_text
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.card import hairline
from deskapp.ui.shared.fields import ChoiceBox, TextArea, TextField
from deskapp.ui.shared.long_choice import LongChoice
from deskapp.ui.shared.plain import muted
from deskapp.ui.shared.record_form import RecordForm
from deskapp.ui.shared.regions import countries, currencies, locales, time_zones

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

_LINES = ("name", "street", "postcode", "city", "phone", "email", "website", "tax_id")
_EXAMPLE = 123
_WIDEST = 760


class ShopPage(RecordForm):
    """One form for the one shop of the file."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self._shop = context.shop
        self.heading.setText(_("Shop settings"))
        self.cancel_button.setText(_("Put back"))
        self.setProperty("kind", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._make_fields()
        self._lay_out_fields()
        self.template.textChanged.connect(self._show_example)
        self.logo.refused.connect(self.refuse)
        self.logo.changed.connect(self._forget_logo_error)
        self.saved.connect(self._use)
        self.left.connect(self._put_back)
        context.changed.connect(self._refresh)
        self.load(self._shop, self._shop.row_version)

    # What the window asks ---------------------------------------------------------------------

    def is_unsaved(self) -> bool:
        """Whether something is typed."""
        return self.is_changed()

    def activate(self) -> None:
        """Begin at the top, with the shop as it stands now."""
        self.begin_typing()
        self._refresh()

    def find_field(self) -> None:
        """There is nothing to search; begin at the top."""
        self.begin_typing()

    # What the form asks -----------------------------------------------------------------------

    def begin_typing(self) -> None:
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def fill(self, draft: Shop) -> None:
        for name in _LINES:
            self._line(name).setText(getattr(draft, name))
        self.logo.set_logo(draft.logo)
        for box, key in (
            (self.country, draft.country),
            (self.language, draft.language),
            (self.time_zone, draft.time_zone),
            (self.currency, draft.currency.code),
        ):
            box.choose(key)
        self.paper.set_key(draft.paper.value)
        self.inclusive.setChecked(draft.prices_include_tax)
        self.taxes.set_classes(draft.tax_classes)
        self.hours.set_hours(draft.opening_hours)
        self.template.setText(draft.ticket_template)
        self.terms.set_value(draft.terms)
        self.stale_days.setText(str(draft.stale_days))
        self.uncollected_days.setText(str(draft.uncollected_days))
        self._show_example()

    def typed(self) -> Shop:
        lines: dict[str, Any] = {name: self._line(name).value() for name in _LINES}
        return checked(
            replace(
                self._shop,
                **lines,
                country=self.country.key(),
                language=self.language.key(),
                time_zone=self.time_zone.key(),
                currency=self._currency(),
                paper=Paper(self.paper.key()),
                prices_include_tax=self.inclusive.isChecked(),
                tax_classes=self.taxes.classes(),
                opening_hours=self.hours.hours(),
                ticket_template=self.template.value(),
                terms=self.terms.value(),
                logo=self.logo.logo(),
                stale_days=_days(self.stale_days.value(), "stale_days"),
                uncollected_days=_days(self.uncollected_days.value(), "uncollected_days"),
            )
        )

    def keep(self, draft: Shop, version: int | None) -> None:
        shop = replace(draft, row_version=version or draft.row_version)
        self._context.act(self._context.desk.shop.save, shop, then=self.kept, on_failed=self.refuse)

    def audited(self) -> tuple[str, int]:
        return "shop", 1

    def read_again(self) -> None:
        self._context.read(self._context.desk.shop.get, then=self._compare_with)

    def shown(self, field: str, draft: Shop) -> str:
        if field == "tax_classes":
            formats = self._context.formats
            return ", ".join(f"{one.label}: {rates_text(one.rates, formats)}" for one in draft.tax_classes)
        if field == "opening_hours":
            return ", ".join(f"{day.weekday + 1}: {day.opens}–{day.closes}" for day in draft.opening_hours)
        if field == "logo":
            return _("a picture") if draft.logo else _("none")
        if field == "currency":
            return draft.currency.code
        return super().shown(field, draft)

    # Own --------------------------------------------------------------------------------------

    def _currency(self) -> Currency:
        code = self.currency.key()
        if code == self._shop.currency.code:
            return self._shop.currency
        from deskapp.services.country import currency_named

        return currency_named(code)

    def _compare_with(self, shop: Shop) -> None:
        self._shop = shop
        self.compare(shop, shop.row_version)

    def _use(self, shop: Shop) -> None:
        self._shop = shop
        self.load(shop, shop.row_version)
        self._context.use_shop(shop)

    def _open_trade(self) -> None:
        from deskapp.ui.setup.trades.dialog import TradeDialog

        self.trade_dialog = TradeDialog(self.window(), self._context)
        self.trade_dialog.open()

    def _open_retention(self) -> None:
        from deskapp.ui.privacy.retention_dialog import RetentionDialog

        RetentionDialog(self.window(), self._context).open()

    def _put_back(self) -> None:
        self.load(self._shop, self._shop.row_version)

    def _refresh(self) -> None:
        """Changed elsewhere: show it, unless somebody types here."""
        if not self.is_changed():
            self._context.read(self._context.desk.shop.get, then=self._take)

    def _take(self, shop: Shop) -> None:
        if shop != self._shop and not self.is_changed():
            self._shop = shop
            self.load(shop, shop.row_version)
            self._context.use_shop(shop)

    def _show_example(self) -> None:
        row = self.form.row("ticket_template")
        try:
            template = check_template(self.template.value())
        except Invalid as error:
            row.say_wrong(str(error))
            return
        number = format_number(template, _EXAMPLE, self._context.formats.today())
        said = _("For example {number}. {{YY}}, {{YYYY}}, {{MM}}, {{SEQ:5}}, {{CHECK}}").format(number=number)
        if has_check(template):
            after = format_number(template, _EXAMPLE + 1, self._context.formats.today())
            words = _("With the check digit, {number} comes next; none is missing.")
            said = f"{said} {words.format(number=after)}"
        row.say_hint(said)

    def _forget_logo_error(self) -> None:
        self.form.row("logo").clear()

    def _line(self, name: str) -> TextField:
        field = getattr(self, name)
        assert isinstance(field, TextField)
        return field

    def _part(self, heading: str) -> None:
        self.form.add_widget(hairline())
        self.form.add_section(heading)

    def _make_fields(self) -> None:
        context = self._context
        self.name, self.street, self.city = TextField(longest=120), TextField(), TextField()
        self.postcode, self.phone = TextField(longest=20), TextField(longest=40)
        self.email, self.website, self.tax_id = TextField(longest=254), TextField(), TextField(longest=40)
        self.logo = LogoEdit(context.worker)
        self.country, self.language = LongChoice(countries()), LongChoice(locales())
        self.time_zone, self.currency = LongChoice(time_zones()), LongChoice(currencies())
        self.paper = ChoiceBox((size.value, size.value) for size in Paper)
        self.inclusive = QCheckBox(_("Prices include tax"))
        self.taxes, self.hours = TaxesEdit(context.formats), HoursEdit(context.formats)
        self.template, self.terms = TextField(longest=60), TextArea(lines=5, longest=2000)
        self.stale_days, self.uncollected_days = TextField(longest=3), TextField(longest=3)
        self.retention_button = button(_("How long data is kept…"), self._open_retention, icon="clock")
        self.trade_button = button(_("Item types, fields and words…"), self._open_trade, icon="tool")

    def _lay_out_fields(self) -> None:
        form = self.form
        form.setMaximumWidth(_WIDEST)
        form.add_section(_("On every paper"))
        form.add("name", _("Na&me"), self.name)
        form.add("logo", _("Lo&go"), self.logo)
        form.add("street", _("St&reet"), self.street)
        form.add("postcode", _("Postco&de"), self.postcode)
        form.add_beside("city", _("C&ity"), self.city, stretch=2)
        form.add_beside("country", _("Country"), self.country, stretch=2)
        form.add("phone", _("Ph&one"), self.phone)
        form.add_beside("email", _("E-mai&l"), self.email)
        form.add("website", _("&Website"), self.website)
        form.add_beside("tax_id", _("Tax id"), self.tax_id)
        self._part(_("Money"))
        form.add(
            "currency",
            _("C&urrency"),
            self.currency,
            hint=_("Amounts that are written already keep their figures."),
        )
        form.add_beside("prices_include_tax", _("Prices"), self.inclusive)
        form.add(
            "tax_classes",
            _("Ta&x classes"),
            self.taxes,
            hint=_("Lines that are written already keep their rates."),
        )
        self._part(_("Language, time and paper"))
        form.add("language", _("La&nguage of papers"), self.language)
        form.add_beside("time_zone", _("Time &zone"), self.time_zone)
        form.add_beside("paper", _("P&aper"), self.paper)
        form.add("opening_hours", _("Opening hours"), self.hours)
        self._part(_("Trade"))
        form.add_widget(self.trade_button)
        self._part(_("Tickets"))
        form.add("ticket_template", _("Ticket num&bers"), self.template)
        form.add(
            "stale_days",
            _("Days without news"),
            self.stale_days,
            hint=_("After so many an open ticket is listed under “Not updated”."),
        )
        form.add_beside(
            "uncollected_days",
            _("Days until collected"),
            self.uncollected_days,
            hint=_("After so many a ready ticket is listed under “Uncollected”."),
        )
        form.add("terms", _("Terms"), self.terms, hint=_("Printed small at the foot of the claim ticket."))
        self._part(_("Privacy"))
        form.add_widget(self.retention_button)
        form.add_widget(muted(_("Nothing goes by itself; you see what may go, and decide."), wrap=True))


def _days(typed: str, field: str) -> int:
    if not (typed.isascii() and typed.isdigit()):
        raise Invalid(_("Write a number of days from 1 to {most}.").format(most=LONGEST_DAYS), field)
    return int(typed)
