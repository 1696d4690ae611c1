"""Reads. Facts for the rules, frozen views for people; never a model."""

from jiebang.review.queries.panels import (
    DrawView,
    ItemView,
    MaskedItem,
    PanelRow,
    PanelView,
    ResultView,
    RoundView,
    SeatView,
    masked_items,
    panel,
    panels,
    panels_on,
    public_draw,
    ranking,
    result_of,
    transcript,
)
from jiebang.review.queries.sheets import (
    ReviewView,
    SeatTask,
    SheetView,
    TaskView,
    review,
    seat_task,
    sheets,
    tasks,
)

__all__ = [
    "DrawView", "ItemView", "MaskedItem", "PanelRow", "PanelView", "ResultView", "ReviewView",
    "RoundView", "SeatTask", "SeatView", "SheetView", "TaskView", "masked_items", "panel",
    "panels", "panels_on", "public_draw", "ranking", "result_of", "review", "seat_task", "sheets",
    "tasks", "transcript",
]  # fmt: skip
