"""Everything that is written down when a customer comes in, on one page and in the order of the talk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from deskapp.domain.permission import Action
from deskapp.domain.ticket import Intake
from deskapp.errors import DeskError, Invalid
from deskapp.i18n import _
from deskapp.ui.devices.device_watch import DeviceWatch
from deskapp.ui.enquiries.intake_bar import EnquiryBar
from deskapp.ui.intake.customer_block import CustomerBlock
from deskapp.ui.intake.drawer import drawer_of
from deskapp.ui.intake.item_block import ItemBlock, focus_first
from deskapp.ui.intake.known_customer import Past
from deskapp.ui.intake.problems import Problems
from deskapp.ui.intake.promise_block import PromiseBlock
from deskapp.ui.intake.service_block import ServiceBlock
from deskapp.ui.intake.start import Start
from deskapp.ui.photos.page_photos import PagePhotos
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.form import FieldRow
from deskapp.ui.shared.only import only
from deskapp.ui.tickets.comeback_bar import comeback_words

if TYPE_CHECKING:
    from deskapp.domain.device import Device
    from deskapp.domain.enquiry import Enquiry
    from deskapp.ui.context import DeskContext
    from deskapp.ui.intake.draft_keeper import DraftKeeper

_LEFT, _RIGHT = 6, 5


class IntakeForm(QScrollArea):
    """One ticket being written; `read` makes an `Intake` of it.

    It may be built long before anybody writes: `come_into_use` gives it its draft.
    """

    keeper: DraftKeeper

    def __init__(self, context: DeskContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._past: Past | None = None
        self._device_id: int | None = None
        self._came_from: int | None = None  # the id of the ticket that it comes back from
        self.comeback, self.enquiry = Banner(), EnquiryBar()
        self._page, self._item_column = QWidget(), QVBoxLayout()
        self.banner = Banner()
        left, right = self._lay_out()  # before it is filled, or Qt would dress everything anew at each level
        self.customer = CustomerBlock(context, self._page)
        left.addWidget(self.customer)
        left.addLayout(self._item_column)
        self.items = [ItemBlock(types=context.types, parent=self._page)]
        only(context, Action.ENTER_SECRET, self.items[0].secret)
        self.photos = PagePhotos(self, context, lambda: self.items)
        self.add_item_button = button(_("Add another &item"), self.add_item, kind="quiet", icon="plus")
        left.addWidget(self.add_item_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.services = ServiceBlock(context, self._page)
        self.promise = PromiseBlock(context, self._page)
        self.services.came_to.connect(self.promise.compare)
        self.services.device = lambda place: self.items[place - 1].said()
        right.addWidget(self.services)
        right.addWidget(self.promise)
        for side in (left, right):
            side.addStretch(1)
        self.items[0].ask(context)
        self._place_items()
        self.customer.settled.connect(self._know)
        self.customer.finished.connect(self._go_on)
        context.shop_changed.connect(self._show_types)

    def come_into_use(self, draft_id: int | None = None) -> None:
        """Somebody begins to write, or goes on with a draft."""
        self.keeper = drawer_of(self._context).keeper(draft_id)
        self._context.read(self._context.desk.people.list, then=self.promise.show_people)

    def is_empty(self) -> bool:
        """Whether nothing was typed yet."""
        items_empty = all(block.is_empty() for block in self.items)
        rest = (self.customer.is_empty(), self.services.is_empty(), self.promise.is_empty())
        return items_empty and all(rest)

    def begin(self) -> None:
        """Put the cursor where the talk begins."""
        field = self.customer.search if self.customer.search.isVisibleTo(self) else self.items[0].fault
        field.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        self.photos.serve()

    def start(self, start: Start) -> None:
        """Write down what is known already."""
        self._device_id = start.device_id
        if start.came_from:
            self._came_from = start.came_from.id
            self.comeback.say("info", comeback_words(start.came_from, self._context.formats))
        if start.enquiry:
            self._answer(start.enquiry)
        elif start.customer_id is not None:
            self.customer.take(start.customer_id)
        elif start.typed:
            self.customer.begin_new(start.typed)
        if start.device_id is None:
            self.items[0].set_device(start.device)

    def _answer(self, enquiry: Enquiry) -> None:
        self.enquiry.begin(enquiry, self._context.formats)
        self.customer.begin_with(enquiry.draft)
        self.items[0].fault.set_value(enquiry.draft.text)

    def add_item(self) -> None:
        """The customer brings one more thing."""
        block = self._append_item()
        block.show()  # at once: what is not shown takes no focus
        focus_first(block)
        QTimer.singleShot(0, block, partial(self._show_whole, block))  # once it has its place

    def keep_draft(self, kept: Mapping[str, Any] | None = None) -> None:
        """Keep what is typed from now on; `kept` is kept already."""
        self.keeper.begin(self._typed, kept)

    def go_away(self) -> None:
        """End; what is typed stays as a draft."""
        drawer_of(self._context).put_away(self.keeper)
        self.photos.leave()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.disconnect(self._follow)  # the focus wanders while a page is torn down
        self.hide()
        self.deleteLater()

    def _typed(self) -> Mapping[str, Any]:
        return {} if self.is_empty() else self.content()

    def content(self) -> dict[str, Any]:
        """What stands in the fields, for a draft: plain values by block."""
        return {
            "customer": self.customer.content(),
            "items": [block.content() for block in self.items],
            "services": self.services.content(),
            "promise": self.promise.content(),
            "came_from": {"id": self._came_from, "words": self.comeback.text()},
            "enquiry": self.enquiry.content(),
        }

    def restore(self, content: Mapping[str, Any]) -> None:
        """Write what a draft holds into an empty page."""
        kept = content.get("items") or [{}]
        while len(self.items) < len(kept):
            self._append_item()
        for block, one in zip(self.items, kept, strict=True):
            block.restore(one)
        self.services.restore(content.get("services", {}))
        self.promise.restore(content.get("promise", {}))
        self.customer.restore(content.get("customer", {}))
        self.enquiry.restore(content.get("enquiry", {}))
        came_from = content.get("came_from", {})
        self._came_from = came_from.get("id")
        if self._came_from is not None:
            self.comeback.say("info", came_from.get("words", ""))

    def _append_item(self) -> ItemBlock:
        known = self._past.devices if self._past else ()
        block = ItemBlock(known, self._context.types, self._page, further=True)
        only(self._context, Action.ENTER_SECRET, block.secret)
        block.ask(self._context)
        block.hold_keys(held=True)
        self.items.append(block)
        self._place_items()
        block.follow(self.items[-2])
        return block

    def _show_types(self) -> None:
        for block in self.items:
            block.set_types(self._context.types)

    def _show_whole(self, block: ItemBlock) -> None:
        self.ensureWidgetVisible(block, 0, style.L)
        self._follow(None, self.window().focusWidget())  # counts for more where the window is low

    def read(self) -> Intake | None:
        """The intake; None where something cannot be kept, which is then shown at its field."""
        self.banner.hush()
        problems = Problems()
        who = self.customer.read(problems)
        items = tuple(block.read(problems) for block in self.items)
        lines = self.services.read(problems)
        agreed = self.promise.read(problems)
        if problems:
            problems.go_to_first()
            return None
        return Intake(
            items=items,
            customer_id=who.customer_id,
            customer=who.draft,
            comeback_of=self._came_from,
            enquiry_id=self.enquiry.enquiry_id(),
            lines=lines,
            promised_at=agreed.promised_at,
            priority=agreed.priority,
            person_id=agreed.person_id,
            place=agreed.place,
            tags=agreed.tags,
            cost_limit=agreed.cost_limit,
            deposit=agreed.deposit,
            terms=agreed.terms,
            fields=agreed.fields,
        )

    def show_refusal(self, error: DeskError) -> None:
        """Say why the desk would not keep it: at the field where there is one, else on top."""
        row = self._row_of(error.field) if isinstance(error, Invalid) else None
        if row:
            problems = Problems()
            problems.add(row, str(error))
            problems.go_to_first()
        else:
            self.banner.say("error", str(error))
            self.verticalScrollBar().setValue(0)

    def _row_of(self, field: str) -> FieldRow | None:
        if field == "fault":
            return self.items[0].row_of_fault
        if field == "photos":
            return self.items[0].row_of_photos
        return self.promise.row_of(field) or self.customer.row_of(field)

    def _know(self, past: Past | None) -> None:
        self._past = past
        for block in self.items:
            block.set_devices(past.devices if past else ())
        for watch in self.findChildren(DeviceWatch):
            watch.look()
        if self._device_id is not None:
            self.items[0].pick.set_key(str(self._device_id))
            self._device_id = None

    def _known(self) -> tuple[int | None, Sequence[Device]]:
        """Who brings it, as far as the directory knows them, and what they brought before."""
        return (self._past.customer.id, self._past.devices) if self._past else (None, ())

    def _go_on(self) -> None:
        focus_first(self.items[0])

    def _remove_item(self, block: ItemBlock) -> None:
        place = self.items.index(block) + 1
        self.items.remove(block)
        self._item_column.removeWidget(block)
        block.deleteLater()
        self.services.forget_item(place)
        self._place_items()
        focus_first(self.items[min(place, len(self.items)) - 1])

    def _place_items(self) -> None:
        """Number the items and put new ones in their place."""
        for place, block in enumerate(self.items, start=1):
            block.set_place(place, of=len(self.items))
            if block.parent() is None or self._item_column.indexOf(block) < 0:
                block.removal_asked.connect(self._remove_item)
                DeviceWatch(block, self._context, self._known)
                self._item_column.addWidget(block)
        self.services.set_items(len(self.items), len(self.items))

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Keep what has the focus in sight, with its label and the reason under it."""
        if new is None or not self._page.isAncestorOf(new):
            return
        self.photos.follow(new)
        self._give_keys(new)
        row: QWidget | None = new
        while row is not None and not isinstance(row, FieldRow):
            row = row.parentWidget()
        target = row or new
        corner = target.mapTo(self._page, QPoint(0, 0))
        middle = corner.y() + target.height() // 2
        self.ensureVisible(corner.x(), middle, 0, target.height() // 2 + style.L)

    def _give_keys(self, focus: QWidget) -> None:
        """The letters of an item's labels go to the one in which the cursor is or was last."""
        if any(block.isAncestorOf(focus) for block in self.items):
            for block in self.items:
                block.hold_keys(held=not block.isAncestorOf(focus))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow(None, self.window().focusWidget())

    def _lay_out(self) -> tuple[QVBoxLayout, QVBoxLayout]:
        """The two columns of the page."""
        self.setWidget(self._page)
        self.setWidgetResizable(True)
        left, right, sides = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        for one in (self._item_column, left, right):
            one.setSpacing(style.M)
        sides.setSpacing(style.L)
        sides.addLayout(left, _LEFT)
        sides.addLayout(right, _RIGHT)
        column = QVBoxLayout(self._page)
        column.setContentsMargins(style.XL, style.L, style.XL, style.L)
        column.setSpacing(style.M)
        column.addWidget(self.banner)
        column.addWidget(self.comeback)
        column.addWidget(self.enquiry)
        column.addLayout(sides)
        column.addStretch(1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)
        return left, right
