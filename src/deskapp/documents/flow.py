"""Laying strips onto pages: what is tied stays together, heads are repeated, the foot stands last."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deskapp.documents.strip import Strip

Group = list["Strip"]


@dataclass(slots=True)
class Column:
    """The text area of one page and the groups of strips upon it."""

    height: float
    groups: list[Group] = field(default_factory=list)
    foot: Group = field(default_factory=list)

    @property
    def used(self) -> float:
        """The height that is taken, the foot included."""
        strips = [strip for group in self.groups for strip in group]
        return _height(strips) + sum(strip.reach for strip in self.foot)

    def placed(self) -> Iterator[tuple[float, Strip]]:
        """Every strip with its distance from the top."""
        top = 0.0
        for strip in (strip for group in self.groups for strip in group):
            top += strip.before if top else 0
            yield top, strip
            top += strip.height
        top = self.height - sum(strip.reach for strip in self.foot)
        for strip in self.foot:
            yield top + strip.before, strip
            top += strip.reach


def paginate(strips: Sequence[Strip], foot: Sequence[Strip], first: float, rest: float) -> list[Column]:
    """The strips on as many pages as they need, the foot at the lower end of the last one."""
    before, foot = _standing(foot, rest / 2)
    pages = [Column(first)]
    used = 0.0
    for group in _pieces(_groups([*strips, *before]), rest):
        need = sum(strip.reach for strip in group)
        if pages[-1].groups and used + need > pages[-1].height:
            pages.append(Column(rest, [list(group[0].head)] if group[0].head else []))
            used = _height(group[0].head)
        if not pages[-1].groups:
            need -= group[0].before
        pages[-1].groups.append(group)
        used += need
    _add_foot(pages, foot, rest)
    return pages


def _standing(foot: Sequence[Strip], most: float) -> tuple[Group, Group]:
    """What of a foot flows with the text because it is too tall, and what stands at the end."""
    if _height(foot) <= most:
        return [], list(foot)
    *flowing, standing = _groups(foot)
    return [strip for group in flowing for strip in group], standing


def _add_foot(pages: list[Column], foot: Group, rest: float) -> None:
    """The foot on the last page; where it does not fit, it takes the last group along."""
    last = pages[-1]
    last.foot = foot
    if not foot or last.used <= last.height or not last.groups:
        return
    last.foot = []
    moved = last.groups.pop() if len(last.groups) > 1 else []
    page = Column(rest, [group for group in (list(moved[0].head) if moved else [], moved) if group], foot)
    if moved and page.used > rest:
        last.groups.append(moved)
        page = Column(rest, [], foot)
    pages.append(page)


def _groups(strips: Sequence[Strip]) -> Iterator[Group]:
    group: Group = []
    for strip in strips:
        group.append(strip)
        if not strip.keep:
            yield group
            group = []
    if group:
        yield group


def _pieces(groups: Iterator[Group], most: float) -> Iterator[Group]:
    """The groups, one that is taller than a page strip by strip."""
    for group in groups:
        if _height(group) + _height(group[0].head) <= most:
            yield group
        else:
            yield from ([strip] for strip in group)


def _height(strips: Sequence[Strip]) -> float:
    return sum(strip.reach for strip in strips) - (strips[0].before if strips else 0)
