"""Made-up files of the shape of Open Repair Data 0.3."""

from __future__ import annotations

import csv
from pathlib import Path

HEADER = (
    *(
        "id",
        "data_provider",
        "country",
        "partner_product_category",
        "product_category",
        "product_category_id",
    ),
    *("brand", "year_of_manufacture", "product_age", "repair_status", "repair_barrier_if_end_of_life"),
    *("group_identifier", "event_date", "problem"),
)


def a_record(number: int = 1, /, **other: str) -> dict[str, str]:
    """A kettle that was mended; any column can be given another value."""
    record = {
        "id": f"cafe_{number}",
        "data_provider": "Café Federation",
        "country": "GBR",
        "partner_product_category": "Electrical ~ Kettle",
        "product_category": "Kettle",
        "product_category_id": "14",
        "brand": "Brewster",
        "year_of_manufacture": "2011",
        "product_age": "",
        "repair_status": "Fixed",
        "repair_barrier_if_end_of_life": "",
        "group_identifier": "Penarth",
        "event_date": "2019-04-06",
        "problem": f"Does not boil, try {number}",
    }
    return record | other


def records(count: int) -> list[dict[str, str]]:
    """So many records, numbered from 1."""
    return [a_record(number) for number in range(1, count + 1)]


def write_ords(path: Path, *rows: dict[str, str], header: tuple[str, ...] = HEADER) -> Path:
    """A file of these records."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path
