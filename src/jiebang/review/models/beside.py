"""What stands beside a panel's result. Part of the panel."""

from __future__ import annotations

from django.db import models

from jiebang.review.models.panel import Panel


class Beside(models.Model):
    """Worked out once, after the close: see rulebook.beside for `figures`. `seed` is taken from the
    panel's draw, `sheets` is a digest over the signed sheets it rests on, `program` our version, so
    that it can be worked out again. `signals` are for supervision alone."""

    panel = models.OneToOneField(Panel, on_delete=models.PROTECT, related_name="beside")
    seed = models.CharField(max_length=64)
    sheets = models.CharField(max_length=64)
    program = models.CharField(max_length=20)
    figures = models.JSONField(default=dict)
    signals = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.panel_id} beside"
