"""Reads. Facts for the rules, frozen views for people; never a model."""

from jiebang.review.queries.panels import (
    SEES,
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
    panel_of_review,
    panel_of_seat,
    review,
    seat_task,
    sheets,
    tasks,
)

__all__ = [
    "DrawView", "ItemView", "MaskedItem", "PanelRow", "PanelView", "ResultView", "ReviewView",
    "RoundView", "SEES", "SeatTask", "SeatView", "SheetView", "TaskView", "masked_items", "panel",
    "panel_of_review", "panel_of_seat", "panels", "panels_on", "public_draw", "ranking", "result_of", "review", "seat_task", "sheets",
    "tasks", "transcript",
]  # fmt: skip
