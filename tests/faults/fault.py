"""What a fault is, and what came of trying it."""

from __future__ import annotations

import json
import platform
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Trial:
    """How a fault is tried: so many times, in a folder of its own, with a seed."""

    folder: Path
    count: int
    seed: int

    def chance(self, name: str = "") -> random.Random:
        """Chance that is the same each time."""
        return random.Random(f"{self.seed} {name}")


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each verdict was given; `ok` is the only good one."""

    verdicts: Mapping[str, int]

    @property
    def tried(self) -> int:
        """All trials."""
        return sum(self.verdicts.values())

    @property
    def ok(self) -> int:
        """What came out well."""
        return self.verdicts.get("ok", 0)

    def of(self, kind: str) -> int:
        """Verdicts that begin so: `lost` or `broken`."""
        return sum(count for verdict, count in self.verdicts.items() if verdict.startswith(kind))


def tally(verdicts: Iterable[str]) -> Tally:
    """Verdicts, counted as they are given."""
    return Tally(Counter(verdicts))


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault with its control: the same trial with a weakness built in, which must not come out well."""

    id: str
    what: str
    quick: int
    full: int
    run: Callable[[Trial], Tally]
    control: Callable[[Trial], Tally]
    control_is: str
    control_count: int = 100
    needs: Callable[[], str] = lambda: ""  # says what is missing here


@dataclass(frozen=True, slots=True)
class Report:
    """One line of the table."""

    id: str
    what: str
    seed: int
    tried: int = 0
    ok: int = 0
    lost: int = 0
    broken: int = 0
    wrong: tuple[str, ...] = ()
    control: str = ""
    control_failed: int = 0
    control_tried: int = 0
    skipped: str = ""
    asked: int = 0
    seconds: float = 0.0
    cpu: float = 0.0  # seconds of processors
    versions: Mapping[str, str] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """All came out well, and the control did not; what was skipped has not passed."""
        return not self.skipped and self.tried == self.ok > 0 and self.control_failed > 0

    def line(self) -> str:
        """As one line of JSON."""
        return json.dumps(asdict(self) | {"passed": self.passed}, ensure_ascii=False)


def versions() -> dict[str, str]:
    """What the figures were taken with."""
    from deskapp import __version__
    from deskapp.store.driver import JOURNAL, sqlite

    return {
        "deskapp": __version__,
        "sqlite": f"{sqlite.sqlite_version} ({JOURNAL})",
        "python": platform.python_version(),
        "system": platform.system(),
    }
