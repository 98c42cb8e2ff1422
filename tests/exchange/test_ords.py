"""What a record of Open Repair Data becomes, and what is wrong with one that cannot be read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.domain.device import DeviceDraft
from deskapp.domain.import_plan import ImportedTicket, RowProblem
from deskapp.domain.ticket import Outcome
from deskapp.exchange.ords import PRESET, Mapping, device_of, moment_of, says_more
from deskapp.exchange.reader import Row
from tests.exchange.ords_file import HEADER, a_record

LONDON = ZoneInfo("Europe/London")
TODAY = date(2026, 3, 10)


def mapped(
    *records: dict[str, str], header: tuple[str, ...] = HEADER
) -> list[ImportedTicket | list[RowProblem]]:
    """What the records become, one after the other."""
    mapping = Mapping(header, LONDON, TODAY)
    return [
        mapping.ticket(Row(line, [record[name] for name in header]))
        for line, record in enumerate(records, start=2)
    ]


def ticket(**other: str) -> ImportedTicket:
    """The ticket of one record."""
    [made] = mapped(a_record(**other))
    assert isinstance(made, ImportedTicket), made
    return made


def problems(**other: str) -> list[tuple[str, str]]:
    """Field and sentence of what is wrong with one record."""
    [found] = mapped(a_record(**other))
    assert isinstance(found, list), found
    return [(problem.field, problem.problem) for problem in found]


def test_a_record_becomes_a_ticket_that_was_closed_on_its_day() -> None:
    assert ticket(
        repair_barrier_if_end_of_life="Too worn out", repair_status="End of life"
    ) == ImportedTicket(
        row=2,
        external_id="cafe_1",
        at=datetime(2019, 4, 6, 11, tzinfo=UTC),  # noon in London in summer
        fault="Does not boil, try 1",
        device=DeviceDraft(category="Kettle", brand="Brewster", year=2011),
        outcome=Outcome.END_OF_LIFE,
        barrier="Too worn out",
        group="Penarth",
    )


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("Fixed", Outcome.FIXED),
        ("Repairable", Outcome.REPAIRABLE),
        ("End of life", Outcome.END_OF_LIFE),
        ("Unknown", Outcome.UNKNOWN),
        (" end of LIFE ", Outcome.END_OF_LIFE),
        ("", Outcome.UNKNOWN),
    ],
)
def test_the_outcome_is_kept(said: str, outcome: Outcome) -> None:
    assert ticket(repair_status=said).outcome is outcome


def test_an_empty_problem_is_an_empty_fault() -> None:
    assert ticket(problem="").fault == ""


def test_long_problems_and_markup_are_kept_as_written() -> None:
    written = "<b>Hums</b> & clicks = 5 < 6 – “louder”\n" * 100
    assert ticket(problem=written).fault == written.strip()


def test_control_and_reordering_characters_are_left_out() -> None:
    assert ticket(problem="A\x00B\x1b[31m\u202eC\r\nD\tE").fault == "AB[31mC\nD\tE"


def test_an_unknown_brand_is_no_brand() -> None:
    assert ticket(brand="Unknown").device.brand == ""


def test_the_provider_stands_in_for_a_missing_group() -> None:
    assert ticket(group_identifier="").group == "Café Federation"


def test_the_year_follows_from_the_age_where_only_that_is_known() -> None:
    assert ticket(year_of_manufacture="", product_age="7.5").device.year == 2012
    assert ticket(year_of_manufacture="", product_age="").device.year is None


@pytest.mark.parametrize(
    ("product", "category", "more"),
    [
        ("Electrical Item ~ Vacuum", "Vacuum", ""),
        ("Electrical Item ~ Power Tool e.g. DIY tool", "Power tool", ""),
        ("Electrical Item ~ Battery / Charger / Adapter", "Battery/charger/adapter", ""),
        ("Electrical Item ~ Misc", "Small home electrical", ""),
        ("Electrical Item", "Small home electrical", ""),
        ("_UA", "Misc", ""),
        ("", "Lamp", ""),
        ("lamp", "Lamp", ""),
        ("Other ~ Guitar pedal", "Small home electrical", "Guitar pedal"),
        ("Electrical ~ TV", "Flat screen", "TV"),
        ("Heater", "Small home electrical", "Heater"),
        ("Toaster Oven", "Toaster", "Toaster Oven"),
    ],
)
def test_the_partners_word_is_kept_where_it_says_more(product: str, category: str, more: str) -> None:
    assert says_more(product, category) == more


def test_a_sentence_in_place_of_a_brand_or_product_becomes_the_condition() -> None:
    brand = "I will have to ask, I am doing this for a friend who lives far away"
    product = "A brass reading lamp that tips over when it is on; " * 4
    device, condition = device_of("Lamp", product.strip(), brand, None)
    assert device == DeviceDraft(category="Lamp")
    assert condition == f"{brand}\n{product.strip()}"


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("id", "", "The record has no id."),
        ("id", "\x00 \x07", "The record has no id."),
        ("id", "x" * 121, "The text of “id” has 121 characters; 120 fit. Shorten it, please."),
        ("event_date", "", "“” is not a date like 2017-04-01."),
        ("event_date", "2019-02-30", "“2019-02-30” is not a date like 2017-04-01."),
        ("event_date", "06/04/2019", "“06/04/2019” is not a date like 2017-04-01."),
        ("event_date", "20190406", "“20190406” is not a date like 2017-04-01."),
        ("event_date", "2019-W14-6", "“2019-W14-6” is not a date like 2017-04-01."),
        ("event_date", "٢٠١٩-04-06", "“٢٠١٩-04-06” is not a date like 2017-04-01."),
        ("event_date", "0000-00-00", "“0000-00-00” is not a date like 2017-04-01."),
        ("event_date", "1019-04-06", "“1019-04-06” is not a date like 2017-04-01."),
        ("event_date", "2026-03-11", "2026-03-11 lies in the future."),
        ("repair_status", "Exploded", "“Exploded” is none of Fixed, Repairable, End of life, Unknown."),
        ("year_of_manufacture", "11", "“11” is not a year like 2009."),
        ("year_of_manufacture", "²⁰¹¹", "“²⁰¹¹” is not a year like 2009."),
        ("product_age", "old", "“old” is not an age in years."),
        (
            "problem",
            "x" * 20_001,
            "The text of “problem” has 20001 characters; 20000 fit. Shorten it, please.",
        ),
        ("brand", "x" * 201, "The text of “brand” has 201 characters; 200 fit. Shorten it, please."),
    ],
)
def test_what_is_wrong_is_said_with_its_field(column: str, value: str, sentence: str) -> None:
    assert problems(**{column: value}) == [(column, sentence)]


def test_everything_that_is_wrong_with_a_record_is_said_at_once() -> None:
    found = problems(event_date="yesterday", repair_status="Gone", id="")
    assert {field for field, _sentence in found} == {"id", "event_date", "repair_status"}


def test_the_second_record_with_an_id_is_refused_and_the_first_named() -> None:
    first, second = mapped(a_record(1), a_record(1, problem="Something else"))
    assert isinstance(first, ImportedTicket)
    assert second == [RowProblem(3, "id", "“cafe_1” is already in line 2.")]


def test_a_faulty_record_does_not_use_up_its_id() -> None:
    first, second = mapped(a_record(1, event_date="?"), a_record(1))
    assert isinstance(first, list)
    assert isinstance(second, ImportedTicket)


def test_columns_may_come_in_any_order_with_others_between() -> None:
    header = ("Extra", *reversed([name.upper() for name in HEADER]), "more")
    mapping = Mapping(header, LONDON, TODAY)
    record = {name.upper(): value for name, value in a_record().items()} | {"Extra": "x", "more": "y"}
    assert mapping.ticket(Row(2, [record[name] for name in header])) == ticket()
    assert PRESET.missing(header) == []


def test_columns_that_the_preset_can_do_without_may_be_absent() -> None:
    header = tuple(name for name in HEADER if name not in {"country", "data_provider", "product_age"})
    assert PRESET.missing(header) == []
    [made] = mapped(a_record(), header=header)
    assert made == ticket()


@given(
    st.dates(min_value=date(1972, 1, 1), max_value=date(2100, 1, 1)),
    st.sampled_from(
        ["Pacific/Auckland", "Pacific/Kiritimati", "Pacific/Chatham", "Etc/GMT+12", "UTC", "Asia/Kolkata"]
    ),
)
def test_the_day_is_the_same_in_the_shop_and_in_utc(day: date, zone: str) -> None:
    moment = moment_of(day, ZoneInfo(zone))
    assert moment.utcoffset() == timedelta(0)
    assert moment.date() == moment.astimezone(ZoneInfo(zone)).date() == day


@given(st.lists(st.text(st.characters(codec=None), max_size=30), min_size=14, max_size=14))
def test_any_cells_become_a_ticket_or_problems(cells: list[str]) -> None:
    found = Mapping(HEADER, LONDON, TODAY).ticket(Row(2, cells))
    assert isinstance(found, ImportedTicket) or all(problem.problem for problem in found)
