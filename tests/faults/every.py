"""All faults, in the order of their making."""

from __future__ import annotations

from tests.faults import (
    access,
    archives,
    backups,
    cuts,
    damage,
    full_disk,
    health,
    history,
    hostile,
    inputs,
    keeping,
    keys,
    kills,
    locking,
    migrations,
    outside,
    people,
    pictures,
    places,
    restores,
    rot,
    rules,
    saving,
    screens,
    secrecy,
    starts,
    together,
    upgrades,
    window,
)
from tests.faults.fault import Fault

FAULTS: tuple[Fault, ...] = (
    *kills.FAULTS, *cuts.FAULTS, *upgrades.FAULTS, *backups.FAULTS, *restores.FAULTS,
    *together.FAULTS, *rules.FAULTS, *damage.FAULTS, *hostile.FAULTS,
    *full_disk.FAULTS, *saving.FAULTS, *migrations.FAULTS, *inputs.FAULTS,
    *people.FAULTS, *health.FAULTS, *window.FAULTS, *pictures.FAULTS,
    *keys.FAULTS, *rot.FAULTS, *history.FAULTS, *access.FAULTS, *archives.FAULTS,
    *outside.FAULTS, *locking.FAULTS, *screens.FAULTS, *secrecy.FAULTS,
    *keeping.FAULTS, *places.FAULTS, *starts.FAULTS,
)  # fmt: skip
