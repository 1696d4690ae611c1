"""Panels: what they look at, how they were drawn, what came out."""

from __future__ import annotations

from django.db import models

from jiebang.platform.models import Aggregate, known_states
from jiebang.rulebook.panel import PanelKind, State


class Panel(Aggregate):
    """`subject_life`, `subject_id`: what it was convened for (a challenge, a batch, a contract).
    `score_table`: the code of the edition's table by which it scores, settled when it is convened.
    `masks` are what people corrected in the automatic masking, in order: action, text, kind.
    `terms`: what an officer set instead of the edition's (rulebook.drawing). `proposal`: experts
    named instead of drawn, until the second person has decided; `fixed` once approved. Who is
    silent until `opens_until` voids the round."""

    kind = models.CharField(max_length=12, db_index=True)
    batch = models.ForeignKey("programme.Batch", on_delete=models.PROTECT, related_name="panels")
    subject_life = models.CharField(max_length=24)
    subject_id = models.CharField(max_length=36, db_index=True)
    title = models.CharField(max_length=200)
    field = models.CharField(max_length=60, blank=True)
    score_table = models.CharField(max_length=60)
    round = models.PositiveSmallIntegerField(default=0)
    screened_at = models.DateTimeField(null=True)
    masks = models.JSONField(default=list)
    terms = models.JSONField(default=dict)
    proposal = models.JSONField(default=dict)
    fixed = models.BooleanField(default=False)
    opens_until = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True, db_index=True)
    nudge_at = models.DateTimeField(null=True)
    prolongs_left = models.PositiveSmallIntegerField(default=0)
    spread_checked = models.BooleanField(default=False)
    reserves_out = models.BooleanField(default=False)
    meets_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    fees_settled_at = models.DateTimeField(null=True)
    half_days = models.PositiveSmallIntegerField(default=0)
    verdict = models.TextField(blank=True)

    class Meta:
        constraints = [
            known_states(State, "panel_state_known"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[k.value for k in PanelKind]), name="panel_kind_known"
            ),
        ]
        indexes = [models.Index(fields=["subject_life", "subject_id"])]

    def __str__(self) -> str:
        return f"panel:{self.pk}"


class PanelItem(models.Model):
    """One thing under review. `sections` is its reading, `snapshot` the same after masking: the
    only text experts get. `units`, `people`, `organisations`, `unsuitable` never leave. Part of
    the panel."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="items")
    code = models.CharField(max_length=12)
    life = models.CharField(max_length=24)
    subject_id = models.CharField(max_length=36, db_index=True)
    title = models.CharField(max_length=200)
    units = models.JSONField(default=list)
    people = models.JSONField(default=list)
    organisations = models.JSONField(default=list)
    unsuitable = models.JSONField(default=list)
    sections = models.JSONField(default=list)
    snapshot = models.JSONField(default=list)
    masked = models.PositiveIntegerField(default=0)
    doubtful = models.PositiveIntegerField(default=0)
    leak = models.PositiveSmallIntegerField(null=True)
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["panel", "code"], name="panel_item_code_once"),
            models.UniqueConstraint(fields=["panel", "subject_id"], name="panel_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.panel_id} {self.code}"


class DrawRound(models.Model):
    """One round of a draw, kept even when void. `candidates` is the whole frozen pool with every
    reason against; `conflicts` the paths behind those reasons that are conflicts of interest; the
    transcript knows only pseudonyms. `lead`: the round of the panel at which the ceremony is held,
    where panels are drawn together; its secrets and its number count here too, and in a draw by fit
    so do its announcement and its transcript. Part of the panel."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    lead = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="riders")
    salt = models.CharField(max_length=32)
    candidates = models.JSONField(default=list)
    conflicts = models.JSONField(default=list)
    pool_digest = models.CharField(max_length=64)
    mode = models.CharField(max_length=8, default="plain")
    terms = models.JSONField(default=dict)
    number_name = models.CharField(max_length=120, blank=True)
    number_at = models.DateTimeField(null=True)
    number_form = models.JSONField(default=dict)  # code, bits, groups, digits
    number_value = models.CharField(max_length=200, blank=True)
    prepared_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True)
    commitment = models.CharField(max_length=64, blank=True)
    announcement = models.TextField(blank=True)
    transcript = models.TextField(blank=True)
    drawn_at = models.DateTimeField(null=True)
    void_reason = models.TextField(blank=True)
    void_record = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["panel", "number"], name="draw_round_once")]

    def __str__(self) -> str:
        return f"{self.panel_id} round {self.number}"


class DrawSecret(models.Model):
    """A party's secret: its commitment at once, itself only when opened. What an outside party
    brings (`holder` says who) never lies here before it is opened. Part of the panel."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="secrets")
    round = models.PositiveSmallIntegerField()
    party = models.CharField(max_length=12)
    commitment = models.CharField(max_length=64)
    holder = models.CharField(max_length=60, blank=True)
    sealed = models.TextField(blank=True)
    salt = models.CharField(max_length=64, blank=True)
    value = models.CharField(max_length=512, blank=True)
    sealed_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["panel", "round", "party"], name="draw_secret_once")
        ]

    def __str__(self) -> str:
        return f"{self.panel_id} {self.party}"


class ScoreResult(models.Model):
    """What came out for one item, with the arithmetic. Part of the panel."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="results")
    item = models.OneToOneField(PanelItem, on_delete=models.PROTECT, related_name="result")
    sheets = models.PositiveSmallIntegerField()
    panel_score = models.DecimalField(max_digits=5, decimal_places=2)
    publisher_score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    publisher_weight = models.PositiveSmallIntegerField()
    final = models.DecimalField(max_digits=5, decimal_places=2)
    place = models.PositiveSmallIntegerField(null=True)
    decided_by = models.CharField(max_length=12)
    passed = models.BooleanField()
    vetoed = models.BooleanField()
    failed = models.JSONField(default=list)
    outliers = models.JSONField(default=list)
    criteria = models.JSONField(default=list)
    steps = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.panel_id} {self.final}"
