"""What a panel that meets says together of an item, and who of it agrees."""

from __future__ import annotations

from django.db import models

from jiebang.platform.models import Aggregate, known_states
from jiebang.review.models.panel import Panel, PanelItem
from jiebang.review.models.seat import Seat
from jiebang.rulebook.consensus import State, VoiceState


class Consensus(Aggregate):
    """A group opinion. `passed` lists the seats that were chair before, with the reason."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="opinions")
    item = models.OneToOneField(PanelItem, on_delete=models.PROTECT, related_name="opinion")
    chair = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="chaired")
    passed = models.JSONField(default=list)
    text = models.TextField(blank=True)
    turn = models.PositiveSmallIntegerField(default=0)
    circulated_at = models.DateTimeField(null=True)
    concluded_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [known_states(State, "consensus_state_known")]

    def __str__(self) -> str:
        return f"consensus:{self.pk}"


class Voice(Aggregate):
    """What one member says of one circulated text. `turn` numbers the circulations."""

    opinion = models.ForeignKey(Consensus, on_delete=models.PROTECT, related_name="voices")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="voices")
    turn = models.PositiveSmallIntegerField()
    statement = models.TextField(blank=True)
    said_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            known_states(VoiceState, "voice_state_known"),
            models.UniqueConstraint(fields=["opinion", "seat", "turn"], name="voice_once"),
        ]

    def __str__(self) -> str:
        return f"voice:{self.pk}"
