"""Rows held against the record and the rules, life by life: nothing unrecorded, nothing astray."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Max

from jiebang.platform.audit.models import Entry
from jiebang.platform.lifecycle import Machine


def unrecorded() -> Iterator[str]:
    """Rows of which the record knows nothing."""
    for life, machine in Machine.registry.items():
        known = set(_streams(life).values_list("stream", flat=True))
        for pk in machine.model.objects.order_by("pk").values_list("pk", flat=True):
            if f"{life}:{pk}" not in known:
                yield f"{life}:{pk}"


def unknown_states() -> Iterator[str]:
    """Rows in a state that the rulebook does not have."""
    for life, machine in Machine.registry.items():
        rows = machine.model.objects.exclude(state__in=[s.value for s in machine.lifecycle.states])
        for pk in rows.order_by("pk").values_list("pk", flat=True):
            yield f"{life}:{pk}"


def astray() -> Iterator[str]:
    """Rows whose state is not the one the record last moved them to."""
    for life, machine in Machine.registry.items():
        moved = {}
        for stream, body in _streams(life).order_by("stream", "seq").values_list("stream", "body"):
            if "to" in body["data"]:
                moved[stream] = body["data"]["to"]
        for pk, state in machine.model.objects.order_by("pk").values_list("pk", "state"):
            if moved.get(f"{life}:{pk}", state) != state:
                yield f"{life}:{pk}"


def version_gaps() -> Iterator[str]:
    """Rows whose version is not the number of their entries: every step adds one to both."""
    for life, machine in Machine.registry.items():
        last = dict(_streams(life).values("stream").annotate(n=Max("seq"))
                    .values_list("stream", "n"))  # fmt: skip
        for pk, version in machine.model.objects.order_by("pk").values_list("pk", "version"):
            if last.get(f"{life}:{pk}", version) != version:
                yield f"{life}:{pk}"


def _streams(life: str):
    return Entry.objects.filter(stream__startswith=f"{life}:")
