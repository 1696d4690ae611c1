"""What is frozen before a draw by fit: an assignment problem by pseudonyms, and its ceremony.

The problem is the one of `engine.matching`, brought into one order: candidates, items and groups
sorted by name. So the same facts give the same bytes, in whatever order a database returned them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from jiebang.engine.draw.balls import SETS
from jiebang.engine.draw.sources import AnySource, checked
from jiebang.engine.matching import NO_LIMIT, Instance, Integers, Level

FORMAT = "fit-draw/1"


@dataclass(frozen=True, slots=True)
class ClassSeats:
    """`seats` of an item's panel (reserves not counted) belong to a group of the class level."""

    item: str
    group: str
    seats: int


@dataclass(frozen=True, eq=False)
class FitInput:
    """All that a draw by fit depends on, but for the marginals and what is revealed.

    instance: as `build` leaves it; its `seats` count panel and reserves together. reserves:
    (items,) how many of these are reserves. sealed_key: `names.seal` of the round key. program:
    name and digest of the program. class_level: index of the level whose groups are classes, or -1;
    classes: (items with classes) each class's seats in the panel; all other seats of that group are
    reserves of the class. balls: 0, or 1000 when a machine picks one of 1000 sets of panels.
    beside: (name, value) of what is committed to as well and decides nothing here.
    """

    subject: str
    round: int
    instance: Instance
    reserves: Integers
    sources: tuple[AnySource, ...]
    sealed_key: str
    program: str
    classes: tuple[ClassSeats, ...] = ()
    class_level: int = -1
    previous: tuple[str, ...] = ()
    balls: int = 0
    beside: tuple[tuple[str, str], ...] = ()

    @classmethod
    def build(
        cls,
        *,
        subject: str,
        round: int,
        instance: Instance,
        reserves: Any,
        sources: Sequence[AnySource],
        sealed_key: str,
        program: str,
        classes: Sequence[ClassSeats] = (),
        class_level: str = "",
        previous: Sequence[str] = (),
        balls: int = 0,
        beside: Sequence[tuple[str, str]] = (),
    ) -> FitInput:
        """From a problem in any order; `reserves` is one number or one for each item."""
        wanted = np.asarray(reserves, np.int64)
        order = np.argsort(np.array(instance.item_names, object), kind="stable")
        at = [level.name for level in instance.levels].index(class_level) if class_level else -1
        return cls(
            subject, round, in_name_order(instance),
            np.broadcast_to(wanted, (instance.items,))[order], checked(sources), sealed_key,
            program, tuple(sorted(classes, key=lambda c: (c.item, c.group))), at,
            tuple(previous), balls, tuple(sorted(beside)),
        )  # fmt: skip

    def __post_init__(self) -> None:
        p = self.instance
        if self.round < 1:
            raise ValueError("rounds are counted from 1")
        if self.balls not in (0, SETS):
            raise ValueError(f"balls: 0 or {SETS}")
        if len({name for name, _ in self.beside}) != len(self.beside):
            raise ValueError("beside: the same name twice")
        for what, names in (("item", p.item_names), ("candidate", p.candidate_names)):
            _check_names(what, names)
        for level in p.levels:
            _check_names(level.name, level.names)
        _check_panels(self)
        _check_classes(self)

    @property
    def panel_seats(self) -> Integers:
        """(items,) seats without reserves."""
        seats: Integers = self.instance.seats - self.reserves
        return seats


def in_name_order(p: Instance) -> Instance:
    """The same problem with items, candidates and groups sorted by name. ValueError when there are
    things without a name."""
    if len(p.item_names) != p.items or len(p.candidate_names) != p.candidates:
        raise ValueError("every item and every candidate needs a name")
    items, item_at = _ranks(p.item_names)
    candidates, candidate_at = _ranks(p.candidate_names)
    return Instance.build(
        seats=p.seats[items], load=p.load[candidates], least=p.least[candidates],
        item=item_at[p.item], candidate=candidate_at[p.candidate], fit=p.fit, cap=p.cap,
        items=p.items, candidates=p.candidates, scale=p.scale,
        levels=[_level(level, candidates, item_at) for level in p.levels], objective=p.objective,
        item_names=[p.item_names[i] for i in items],
        candidate_names=[p.candidate_names[i] for i in candidates],
    )  # fmt: skip


def _level(level: Level, candidates: Integers, item_at: Integers) -> Level:
    """Groups that nobody is in and no limit names are left out."""
    if level.groups and not level.names:
        raise ValueError(f"{level.name}: every group needs a name")
    used = np.union1d(level.group_of[level.group_of >= 0], level.override_group)
    order, _ = _ranks([level.names[g] for g in used])
    place = np.full(level.groups + 1, -1, np.int64)
    place[used[order]] = np.arange(len(used))
    return Level(
        level.name, place[level.group_of[candidates]], level.limit,
        item_at[level.override_item], place[level.override_group], level.override_limit,
        tuple(level.names[used[at]] for at in order),
    )  # fmt: skip


def _ranks(names: Sequence[str]) -> tuple[Integers, Integers]:
    """(which name comes at each place, the place of each name)."""
    order = np.array(sorted(range(len(names)), key=names.__getitem__), np.int64)
    place = np.empty(len(names), np.int64)
    place[order] = np.arange(len(names))
    return order, place


def _check_names(what: str, names: Sequence[str]) -> None:
    for one, other in pairwise(names):
        if one >= other:
            raise ValueError(f"{what}: {other!r} twice, or not in order")
    for name in names:
        if not name or "\n" in name:
            raise ValueError(f"{what}: a name is empty or has a line end")


def _check_panels(frozen: FitInput) -> None:
    p = frozen.instance
    if frozen.reserves.shape != (p.items,) or (frozen.reserves < 0).any():
        raise ValueError("reserves: a whole number from 0 for each item")
    for at in np.flatnonzero(frozen.panel_seats < 1)[:1]:
        raise ValueError(
            f"{p.item_names[at]}: {p.seats[at]} seats with {frozen.reserves[at]} of them reserves"
        )


def _check_classes(frozen: FitInput) -> None:
    """The classes of an item share out all its seats, and only their members are eligible."""
    if not frozen.classes:
        return
    p, level = frozen.instance, frozen.instance.levels[frozen.class_level]
    items = {name: at for at, name in enumerate(p.item_names)}
    groups = {name: at for at, name in enumerate(level.names)}
    rows: dict[int, dict[int, int]] = {}
    for c in frozen.classes:
        if c.item not in items or c.group not in groups:
            raise ValueError(f"class {c.group} of {c.item}: no such item or group")
        mine = rows.setdefault(items[c.item], {})
        if groups[c.group] in mine:
            raise ValueError(f"class {c.group} of {c.item}: twice")
        mine[groups[c.group]] = c.seats
    bounds = np.searchsorted(p.item, np.arange(p.items + 1))
    for item, seats in rows.items():
        _check_shares(frozen, item, seats)
        those = level.group_of[p.candidate[bounds[item] : bounds[item + 1]]]
        if not np.isin(those, list(seats)).all():
            raise ValueError(f"{p.item_names[item]}: somebody eligible is in none of its classes")


def _check_shares(frozen: FitInput, item: int, seats: dict[int, int]) -> None:
    p, level = frozen.instance, frozen.instance.levels[frozen.class_level]
    group = np.array(list(seats))
    limits = level.limits(np.full(len(group), item), group)
    for at, wanted, limit in zip(group, seats.values(), limits, strict=True):
        if limit == NO_LIMIT or not 0 <= wanted <= limit:
            raise ValueError(
                f"{p.item_names[item]}: {wanted} seats for {level.group_name(at)},"
                f" limit {'none' if limit == NO_LIMIT else limit}"
            )
    panel, drawn = sum(seats.values()), int(limits.sum())
    if panel != frozen.panel_seats[item] or drawn != p.seats[item]:
        raise ValueError(
            f"{p.item_names[item]}: classes of {panel} seats and {drawn - panel} reserves,"
            f" wanted {frozen.panel_seats[item]} and {frozen.reserves[item]}"
        )
