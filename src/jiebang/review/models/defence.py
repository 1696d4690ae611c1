"""Items that are heard, and the sealed sheets given after it."""

from __future__ import annotations

from django.db import models

from jiebang.platform.models import Aggregate, known_states
from jiebang.review.models.panel import Panel, PanelItem
from jiebang.review.models.seat import Seat
from jiebang.rulebook.ballot import State as BallotState
from jiebang.rulebook.defence import HearingState, State


class Defence(Aggregate):
    """A session of one panel."""

    panel = models.OneToOneField(Panel, on_delete=models.PROTECT, related_name="defence")
    starts_at = models.DateTimeField(null=True, db_index=True)
    place = models.CharField(max_length=200, blank=True)
    video_link = models.CharField(max_length=300, blank=True)
    score_by = models.DateTimeField(null=True, db_index=True)
    remark = models.TextField(blank=True)

    class Meta:
        constraints = [known_states(State, "defence_state_known")]

    def __str__(self) -> str:
        return f"defence:{self.pk}"


class Hearing(Aggregate):
    """One item in a session. `spread` is the deviation that brought it here, `place` its turn by
    lot, `speakers` who may speak: (part, person)."""

    defence = models.ForeignKey(Defence, on_delete=models.PROTECT, related_name="hearings")
    item = models.OneToOneField(PanelItem, on_delete=models.PROTECT, related_name="hearing")
    lead = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, null=True,
                             related_name="hearings")  # fmt: skip
    spread = models.DecimalField(max_digits=5, decimal_places=2)
    place = models.PositiveSmallIntegerField(null=True)
    speakers = models.JSONField(default=list)
    speakers_at = models.DateTimeField(null=True)
    talk_at = models.DateTimeField(null=True)
    questions_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True)

    class Meta:
        constraints = [
            known_states(HearingState, "hearing_state_known"),
            models.UniqueConstraint(fields=["defence", "place"], name="hearing_place_once"),
        ]

    def __str__(self) -> str:
        return f"hearing:{self.pk}"


class Ballot(Aggregate):
    """One expert's second sheet on one item. Until all are opened at once it lies here only under
    the city's key; `commitment` was recorded when it was sealed."""

    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="ballots")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="ballots")
    draft = models.TextField(blank=True)
    saved_at = models.DateTimeField(null=True)
    commitment = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(null=True)
    salt = models.CharField(max_length=32, blank=True)
    values = models.JSONField(default=dict)
    total = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    relation = models.CharField(max_length=20, blank=True)
    remark = models.TextField(blank=True)

    class Meta:
        constraints = [
            known_states(BallotState, "ballot_state_known"),
            models.UniqueConstraint(fields=["hearing", "seat"], name="ballot_once"),
        ]

    def __str__(self) -> str:
        return f"ballot:{self.pk}"
