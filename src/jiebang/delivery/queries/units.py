"""Rows of other modules that a new row here points to."""

from __future__ import annotations

from typing import Any

from jiebang.delivery.models import Award, Credit


def challenge(pk: Any) -> Any:
    return Award._meta.get_field("challenge").related_model.objects.get(pk=pk)


def organisation(pk: Any) -> Any:
    return Credit._meta.get_field("organisation").related_model.objects.get(pk=pk)
