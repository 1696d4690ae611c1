"""Geometry for the inline pictures: numbers in, coordinates out; bars are many, so drawn here."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jiebang.web.templatetags._cells import written

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 440, 210, 48, 12, 14, 30


def bars(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each row with `width`, 0–100, against the largest value."""
    largest = max((float(row["value"]) for row in rows), default=0) or 1
    return [{**row, "width": round(100 * float(row["value"]) / largest, 2)} for row in rows]


def bar_rows(rows: Sequence[Mapping[str, Any]], amount: Callable[[Any], str]) -> str:
    """The lines of bar_chart.html; `amount` writes a value."""
    made = []
    for row in bars(rows):
        name, note = written(row["label"]), row.get("note")
        name = f'<a href="{written(row["url"])}">{name}</a>' if row.get("url") else name
        made.append(
            f'<tr><th scope="row">{name}</th>{BAR}{row["width"]}" height="10"/></svg></td>'
            f'<td class="jb-num">{amount(row["value"])}'
            + (f'<small class="jb-sub">{written(note)}</small>' if note else "")
            + "</td></tr>"
        )
    return "".join(made)


BAR = (
    '<td class="jb-bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" '
    'focusable="false"><rect class="jb-bar-back" width="100" height="10"/>'
    '<rect class="jb-bar-fill" width="'
)


def nice_ceiling(value: float) -> float:
    """The least of 1, 2, 2.5, 5 × 10ⁿ that is not below `value`."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= value * 0.999999)


def _tidy(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0")


def lines(labels: Sequence[str], series: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Points, ticks and markers of a line chart in a 440 × 210 box."""
    top = nice_ceiling(max((float(v) for s in series for v in s["values"]), default=0))
    step = (WIDTH - LEFT - RIGHT) / max(len(labels) - 1, 1)
    height = HEIGHT - TOP - BOTTOM

    def at(index: int, value: float) -> tuple[float, float]:
        return round(LEFT + index * step, 1), round(TOP + height * (1 - value / top), 1)

    drawn = []
    for number, one in enumerate(series, start=1):
        points = [at(i, float(v)) for i, v in enumerate(one["values"])]
        path = " ".join(f"{x},{y}" for x, y in points)
        drawn.append({**one, "number": number, "path": path, "points": points})
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "floor": HEIGHT - 8,
        "series": drawn,
        "ticks": [
            {"y": at(0, top * part)[1], "label": _tidy(top * part)}
            for part in (0, 0.25, 0.5, 0.75, 1)
        ],
        "labels": [
            {"x": at(i, 0)[0], "text": text, "anchor": _anchor(i, len(labels))}
            for i, text in enumerate(labels)
        ],
        "table": [
            {"label": text, "values": [s["values"][i] for s in series]}
            for i, text in enumerate(labels)
        ],
    }


def _anchor(index: int, count: int) -> str:
    if index == 0:
        return "start"
    return "end" if index == count - 1 else "middle"
