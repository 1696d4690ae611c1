"""What bids share with other texts."""

from __future__ import annotations

from django.db import models

from jiebang.programme.models.bid import Bid


class BidLikeness(models.Model):
    """Another text that shares passages with a bid. Part of the bid that was compared.

    `percent` orders and warns; `share` of this text stands in the other, `share_other` of the
    other in this one. `passages`: [start, end, start in the other, end, equal symbols]; they hold
    for the texts with these digests.
    """

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="likenesses")
    other_life = models.CharField(max_length=12)  # bid, demand
    other_id = models.UUIDField()
    percent = models.PositiveSmallIntegerField()
    share = models.PositiveSmallIntegerField()
    share_other = models.PositiveSmallIntegerField()
    longest = models.PositiveIntegerField()
    equal = models.PositiveIntegerField()
    passages = models.JSONField()
    digest = models.CharField(max_length=64)
    other_digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bid", "other_life", "other_id"], name="likeness_once_per_pair"
            )
        ]
        indexes = [models.Index(fields=["other_life", "other_id"])]

    def __str__(self) -> str:
        return f"{self.bid_id} ~ {self.other_life}:{self.other_id} {self.percent}%"


class BidText(models.Model):
    """What was read out of a bid and its files, after the opening. Derived, so no part of the bid:
    the record keeps its digest. `unread` says of which files nothing could be read, and why."""

    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, related_name="read")
    text = models.TextField()
    digest = models.CharField(max_length=64)
    unread = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.bid_id} {self.digest[:8]}"
