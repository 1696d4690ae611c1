"""The draw and its record. A transcript holds all that a replay needs, and no names."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from jiebang.engine.draw import balls
from jiebang.engine.draw.ceremony import (
    Reveal,
    commit,
    in_order,
    reveal_rows,
    reveals_from,
    seed,
    ticket,
)
from jiebang.engine.draw.feasibility import Cause, Infeasible, diagnose
from jiebang.engine.draw.problem import Candidate, DrawInput, Exclusion, Quota, Rules
from jiebang.engine.draw.selection import Passed, walk
from jiebang.engine.draw.sources import from_row
from jiebang.engine.transparency.canonical import canonical


@dataclass(frozen=True, slots=True)
class Transcript:
    """`order` ranks every eligible id; `panel` and `reserves` are its parts, in that order. `ball`:
    the number drawn on the machine, or None; `ball_root`: of the panels it chose from."""

    input: DrawInput
    commit: str
    reveals: tuple[Reveal, ...]
    seed: bytes
    order: tuple[str, ...]
    panel: tuple[str, ...]
    reserves: tuple[str, ...]
    ball: int | None = None
    ball_root: bytes = b""

    def to_json(self) -> str:
        """Canonical JSON with a final LF: publish exactly these bytes (UTF-8)."""
        data: dict[str, object] = {
            "format": self.input.format,
            "input": self.input.as_data(),
            "commit": self.commit,
            "reveals": reveal_rows(self.reveals),
            "seed": self.seed.hex(),
            "order": self.order,
            "panel": self.panel,
            "reserves": self.reserves,
        }
        if self.ball is not None:
            data["ball"] = [self.ball, self.ball_root.hex()]
        return canonical(data).decode() + "\n"

    @classmethod
    def from_json(cls, text: str) -> Transcript:
        """Reads what `to_json` wrote; ValueError for anything else. Believes, does not verify."""
        try:
            data = json.loads(text)
            transcript = cls(
                input=read_input(data["input"]),
                commit=data["commit"],
                reveals=reveals_from(data["reveals"]),
                seed=bytes.fromhex(data["seed"]),
                order=tuple(data["order"]),
                panel=tuple(data["panel"]),
                reserves=tuple(data["reserves"]),
                ball=data["ball"][0] if "ball" in data else None,
                ball_root=bytes.fromhex(data["ball"][1]) if "ball" in data else b"",
            )
        except (KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError(f"no transcript of a draw: {error!r}") from error
        if transcript.to_json() != text:
            raise ValueError("not the canonical bytes of a transcript")
        return transcript


def read_input(rows: Any) -> DrawInput:
    """What `DrawInput.as_data` gave; KeyError, TypeError or ValueError for anything else."""
    rules = rows["rules"]
    sources = rows["sources"]
    if "previous" not in rows:
        sources = [["party", *row] for row in sources]
    return DrawInput(
        subject=rows["subject"],
        round=rows["round"],
        candidates=tuple(
            Candidate(c["id"], c["unit"], c["away"], tuple((d, v) for d, v in c["strata"]))
            for c in rows["candidates"]
        ),
        exclusions=tuple(Exclusion(c, reason) for c, reason in rows["exclusions"]),
        rules=Rules(
            seats=rules["seats"],
            reserves=rules["reserves"],
            per_unit=rules["per_unit"],
            away_percent=rules["away_percent"],
            quotas=tuple(Quota(d, v, n) for d, v, n in rules["quotas"]),
        ),
        sources=tuple(map(from_row, sources)),
        previous=tuple(rows.get("previous", ())),
        beside=tuple((name, value) for name, value in rows.get("beside", ())),
        balls=rows.get("balls", 0),
    )


def check_feasible(draw_input: DrawInput) -> Infeasible | None:
    """None when a panel and its reserve list exist; to be asked before a round is announced."""
    free, rules = draw_input.eligible(), draw_input.rules
    causes = list(diagnose((), free, rules))
    left = max(len(free) - rules.seats, 0)
    if left < rules.reserves:
        causes.append(Cause("reserves", (), rules.reserves, left))
    return Infeasible(tuple(causes)) if causes else None


def draw(
    draw_input: DrawInput, reveals: Iterable[Reveal], ball: int | None = None
) -> Transcript | Infeasible:
    """Seat the panel. Raises VoidRound for a missing or wrong reveal, before anything else, and
    ValueError for a ball that is missing, out of range or not announced."""
    reveals = in_order(reveals)
    chance = seed(draw_input, reveals)
    infeasible = check_feasible(draw_input)
    if infeasible:
        return infeasible
    deciding = balls.chosen(chance, draw_input.balls, ball)
    tree = b"" if ball is None else ball_sheet(draw_input, reveals).root
    order, panel, reserves = _result(draw_input, deciding)
    return Transcript(
        draw_input, commit(draw_input), reveals, chance, order, panel, reserves, ball, tree
    )


def ball_sheet(draw_input: DrawInput, reveals: Iterable[Reveal]) -> balls.Sheet:
    """The thousand panels to be published before the machine runs; the input must be feasible."""

    def rows(deciding: bytes) -> list[list[object]]:
        _, panel, reserves = _result(draw_input, deciding)
        return [[draw_input.subject, panel, reserves]]

    return balls.sheet(seed(draw_input, reveals), rows)


Ids = tuple[str, ...]


def _result(draw_input: DrawInput, deciding: bytes) -> tuple[Ids, Ids, Ids]:
    """(order, panel, reserves)."""
    ranking = sorted(draw_input.eligible(), key=lambda c: ticket(deciding, c.id))
    result = walk(ranking, draw_input.rules)
    if result is None:
        raise AssertionError("a feasible input has a panel")
    panel = tuple(c.id for c in result.seated)
    order = tuple(c.id for c in ranking)
    return order, panel, tuple(i for i in order if i not in panel)


def next_reserve(
    transcript: Transcript, *, occupied: Collection[str], declined: Collection[str]
) -> str | Infeasible:
    """Who takes the next open seat: the first in published order that keeps the rules.

    `occupied`: who sits (or has been called and not refused); `declined`: who will not sit, or may
    not any more. Together they must account for the drawn panel. ValueError when they do not, name
    strangers, overlap, or leave no seat open.
    """
    people = {c.id: c for c in transcript.input.eligible()}
    rules = transcript.input.rules
    sitting, gone = set(occupied), set(declined)
    if sitting & gone or (sitting | gone) - people.keys():
        raise ValueError("occupied and declined must be different drawn candidates")
    if set(transcript.panel) - sitting - gone:
        raise ValueError("a member of the panel is neither sitting nor declined")
    if len(sitting) >= rules.seats:
        raise ValueError("no seat is open")
    seated = [people[i] for i in transcript.order if i in sitting]
    free = [people[i] for i in transcript.order if i not in sitting | gone]
    result = walk(free, rules, seated)
    if result is None:
        return Infeasible(diagnose(seated, free, rules))
    return result.seated[0].id


def passed_over(transcript: Transcript) -> tuple[Passed, ...]:
    """Who ranked before the last seat and was not seated, each with the reason."""
    people = {c.id: c for c in transcript.input.candidates}
    result = walk([people[i] for i in transcript.order], transcript.input.rules)
    return result.passed if result else ()
