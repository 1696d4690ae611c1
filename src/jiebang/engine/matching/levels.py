"""Groups of candidates and how many seats of one panel each may hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from jiebang.engine.matching.objective import Integers

NO_LIMIT = int(np.iinfo(np.int64).max)
UNGROUPED = -1


def integers(values: Any, what: str, length: int | None = None) -> Integers:
    """A read-only int64 copy-if-needed of whole numbers; one number stands for all of `length`."""
    given = np.asarray(values)
    if given.size and not np.issubdtype(given.dtype, np.integer):
        raise ValueError(f"{what}: whole numbers only, not {given.dtype}")
    array = given.astype(np.int64, copy=False)
    if array.ndim == 0 and length is not None:
        return np.broadcast_to(array, (length,))
    if array.ndim != 1 or (length is not None and len(array) != length):
        raise ValueError(f"{what}: shape {array.shape}, one row of {length} wanted")
    array = array.view()
    array.flags.writeable = False
    return array


@dataclass(frozen=True, eq=False)
class Level:
    """One layer of the tree: a partition of candidates into groups, and how many seats of a panel a
    group may hold.

    group_of: (candidates,) group of each candidate from 0, or -1 for one whom this layer does not
    limit. limit: seats a panel may give to any one group, None for any number. override_*: rows of
    (item, group, limit) that replace `limit` for one item and group, for instance an item's own
    city. names: of the groups, for messages; may be empty.
    """

    name: str
    group_of: Integers
    limit: int | None = None
    override_item: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    override_group: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    override_limit: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for part in ("group_of", "override_item", "override_group", "override_limit"):
            object.__setattr__(self, part, integers(getattr(self, part), f"{self.name}.{part}"))
        if not len(self.override_item) == len(self.override_group) == len(self.override_limit):
            raise ValueError(f"{self.name}: overrides of different lengths")
        if self.limit is not None and self.limit < 0:
            raise ValueError(f"{self.name}: limit {self.limit} is below 0")
        if len(self.group_of) and self.group_of.min() < UNGROUPED:
            raise ValueError(f"{self.name}: groups are numbered from 0, -1 is none")
        if len(self.override_limit) and self.override_limit.min() < 0:
            raise ValueError(f"{self.name}: an override's limit is below 0")
        order = np.lexsort((self.override_group, self.override_item))
        for part in ("override_item", "override_group", "override_limit"):
            object.__setattr__(self, part, integers(getattr(self, part)[order], part))
        again = (np.diff(self.override_item) == 0) & (np.diff(self.override_group) == 0)
        if again.any():
            at = int(np.flatnonzero(again)[0])
            raise ValueError(
                f"{self.name}: two limits for item {self.override_item[at]}"
                f" and {self.group_name(int(self.override_group[at]))}"
            )
        if self.names and len(self.names) < self.groups:
            raise ValueError(f"{self.name}: {len(self.names)} names for {self.groups} groups")

    @property
    def groups(self) -> int:
        """How many groups there are."""
        highest = [int(a.max()) for a in (self.group_of, self.override_group) if len(a)]
        return max([UNGROUPED, *highest]) + 1

    def group_name(self, group: int) -> str:
        return self.names[group] if self.names else f"{self.name} {group}"

    def limits(self, item: Integers, group: Integers) -> Integers:
        """Seats allowed to each (item, group); NO_LIMIT where any number."""
        found = np.full(len(item), NO_LIMIT if self.limit is None else self.limit, np.int64)
        if len(self.override_item):
            keys = self.override_item * self.groups + self.override_group
            wanted = item * self.groups + group
            at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
            hit = (keys[at] == wanted) & (group >= 0)
            found[hit] = self.override_limit[at[hit]]
        found[group < 0] = NO_LIMIT
        return found


def own_group(
    name: str,
    group_of: Any,
    item_group: Any,
    most: Any,
    *,
    limit: int | None = None,
    names: Sequence[str] = (),
) -> Level:
    """A layer where each item admits at most `most` seats from its own group.

    item_group: (items,) the item's own group or -1; most: a number, or one for each item. "At least
    q of k seats from elsewhere" is `most = k - q`.
    """
    own = integers(item_group, f"{name}.item_group")
    at = np.flatnonzero(own >= 0)
    return Level(
        name, group_of, limit, at, own[at], integers(most, f"{name}.most", len(own))[at],
        tuple(names),
    )  # fmt: skip
