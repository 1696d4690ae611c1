"""Where each kind of thing has its page: life → url name taking its id."""

from __future__ import annotations

from django.urls import reverse

PLACES: dict[str, str] = {
    "batch": "batch",
    "edition": "edition",
    "demand": "demand",
    "challenge": "challenge",
    "question": "question",
    "bid": "bid",
    "organisation": "organisation",
    "membership": "membership",
    "expert": "expert",
    "panel": "panel",
    "seat": "seat",
    "review": "review",
    "award": "award",
    "objection": "objection",
    "complaint": "complaint",
    "contract": "contract",
    "milestone": "milestone",
    "payment": "payment",
    "spending": "spending",
    "credit": "credit",
    "consent": "consent",
    "change": "change",
    "termination": "termination",
    "acceptance": "acceptance",
    "use": "use",
    "followup": "followup",
}


def url_of(life: str, pk: str) -> str:
    return reverse(PLACES[life], args=[pk])
