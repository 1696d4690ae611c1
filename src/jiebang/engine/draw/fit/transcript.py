"""The draw by fit and its record: the announced lines, and five kinds of line after them.

["commit", hex]   ["reveals", [[source, salt, value] or [source, text]…]]   ["seed", hex]
["ball", number, root]   only in a ceremony with balls
["panel", item, [ids seated], [ids of reserves in order]]   one an item
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from jiebang.engine.draw import balls, void
from jiebang.engine.draw.ceremony import (
    Reveal,
    in_order,
    reveal_rows,
    reveals_from,
    seed,
    void_causes,
)
from jiebang.engine.draw.fit.announcement import Announcement, announce
from jiebang.engine.draw.fit.panels import Panel, lottery
from jiebang.engine.draw.fit.record import Line, line, read_input, read_solution


@dataclass(frozen=True, eq=False)
class FitTranscript:
    """`ball`: the number drawn on the machine, or None; `ball_root`: of the sets it chose from."""

    announced: Announcement
    reveals: tuple[Reveal, ...]
    seed: bytes
    panels: tuple[Panel, ...]
    ball: int | None = None
    ball_root: bytes = b""

    def panel(self, item: str) -> Panel:
        """KeyError for an item that is not in the round."""
        return {p.item: p for p in self.panels}[item]

    def to_text(self) -> str:
        """JSON Lines: publish exactly these bytes (UTF-8)."""
        rows: list[Line] = [
["commit", self.announced.commitment()], ["reveals", reveal_rows(self.reveals)],
                ["seed", self.seed.hex()]]  # fmt: skip
        if self.ball is not None:
            rows.append(["ball", self.ball, self.ball_root.hex()])
        rows += [["panel", p.item, p.seated, p.reserves] for p in self.panels]
        return b"\n".join([*self.announced.lines, *map(line, rows), b""]).decode()

    @classmethod
    def from_text(cls, text: str) -> FitTranscript:
        """Reads what `to_text` wrote; ValueError for anything else. Believes, does not verify."""
        try:
            transcript = _read(text.split("\n")[:-1])
        except (KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
            raise ValueError(f"no transcript of a draw: {error!r}") from error
        if transcript.to_text() != text:
            raise ValueError("not the canonical bytes of a transcript")
        return transcript


def draw_fit(
    announced: Announcement, reveals: Iterable[Reveal], ball: int | None = None
) -> FitTranscript:
    """Panels and reserves of every item. Raises VoidRound for a missing or wrong reveal, ValueError
    for a ball that is missing, out of range or not announced."""
    reveals = in_order(reveals)
    chance = seed(announced, reveals)
    deciding = balls.chosen(chance, announced.frozen.balls, ball)
    tree = b"" if ball is None else ball_sheet(announced, reveals).root
    ready = lottery(announced.frozen, announced.marginals.flow)
    return FitTranscript(announced, reveals, chance, ready.panels(deciding), ball, tree)


def ball_sheet(announced: Announcement, reveals: Iterable[Reveal]) -> balls.Sheet:
    """The thousand sets of panels to be published before the machine runs."""
    ready = lottery(announced.frozen, announced.marginals.flow)
    return balls.sheet(seed(announced, reveals), lambda s: panel_rows(ready.panels(s)))


def void_record(announced: Announcement, reveals: Iterable[Reveal]) -> str:
    """The record of a round that came to nothing: see draw/void.py. ValueError when it did not."""
    return void.void_record(announced, reveals, shown=announced.proof("header", "").as_data())


def panel_rows(panels: Iterable[Panel]) -> list[list[Any]]:
    return [[p.item, list(p.seated), list(p.reserves)] for p in panels]


def next_reserve(
    transcript: FitTranscript, item: str, left: str, gone: Collection[str] = ()
) -> str | None:
    """Who takes the place of `left`: the first reserve of the same class in published order who is
    not in `gone` (called before, or not available any more). None when the class has none.

    Every limit still holds: panel and reserves together were drawn within it. ValueError when
    `left` was not drawn for this item.
    """
    panel = transcript.panel(item)
    if left not in panel.seated + panel.reserves:
        raise ValueError(f"{left} was not drawn for {item}")
    frozen = transcript.announced.frozen
    one_class = all(c.item != item for c in frozen.classes)
    group = {} if one_class else _groups(transcript)
    for name in panel.reserves:
        if name != left and name not in gone and (one_class or group[name] == group[left]):
            return name
    return None


def _groups(transcript: FitTranscript) -> dict[str, int]:
    p, at = transcript.announced.frozen.instance, transcript.announced.frozen.class_level
    return dict(zip(p.candidate_names, p.levels[at].group_of.tolist(), strict=True))


def check_fit(transcript: FitTranscript) -> tuple[str, ...]:
    """Every fault found, as `code: detail`; empty when announcement, seed and panels hold."""
    announced, frozen = transcript.announced, transcript.announced.frozen
    try:
        announced_again = announce(frozen, announced.marginals)
    except ValueError as problem:
        return (f"marginals: {problem}",)
    if announced_again.root != announced.root:
        return ("announcement: is not of this input",)
    causes = void_causes(announced, transcript.reveals)
    if causes:
        return tuple(f"reveal: {c.source} {c.code}" for c in causes)
    if transcript.seed != seed(announced, transcript.reveals):
        return ("seed: does not follow from commit and reveals",)
    try:
        again = draw_fit(announced, transcript.reveals, transcript.ball)
    except ValueError as problem:
        return (f"ball: {problem}",)
    if again.ball_root != transcript.ball_root:
        return ("ball: the sets are others",)
    pairs = zip(transcript.panels, again.panels, strict=False)
    wrong = [f"panel: {a.item} is not as drawn" for a, b in pairs if a != b]
    if len(transcript.panels) != len(again.panels):
        wrong.append(f"panel: {len(transcript.panels)} of {len(again.panels)} items")
    return tuple(wrong)


def _read(texts: list[str]) -> FitTranscript:
    rows = [json.loads(text) for text in texts]
    header = rows[0]
    end = 1 + header["candidates"] + header["items"]
    frozen = read_input(header, rows[1:end])
    last = end + header["items"] + 1
    announced = announce(frozen, read_solution(frozen.instance, rows[end:last]))
    (_, committed), (_, reveals), (_, seed_hex), *rest = rows[last:]
    if committed != announced.commitment():
        raise ValueError("the commitment is not of these lines")
    ball, tree = None, b""
    if rest and rest[0][0] == "ball":
        ball, tree = rest[0][1], bytes.fromhex(rest[0][2])
        rest = rest[1:]
    return FitTranscript(
        announced, reveals_from(reveals), bytes.fromhex(seed_hex),
        tuple(Panel(item, tuple(seated), tuple(spare)) for _, item, seated, spare in rest),
        ball, tree,
    )  # fmt: skip
