"""Where each kind of thing has its page: life → url name taking its id."""

from __future__ import annotations

from functools import lru_cache

from django.urls import NoReverseMatch, get_script_prefix, reverse

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
    "attachment": "attachment",
    "seat": "seat",
    "review": "review",
    "defence": "defence",
    "hearing": "hearing",
    "ballot": "ballot",
    "consensus": "consensus",
    "voice": "voice",
    "conflict": "conflict",
    "relation_fact": "relation_fact",
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


def place(name: str) -> str:
    """The address of a page that takes no id; "" where this installation has none."""
    return _place(name, get_script_prefix())


@lru_cache(maxsize=512)
def _place(name: str, prefix: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
