"""Rows for the modules above to hang theirs on. Pages may not import this file."""

from __future__ import annotations

from django.db.models import Q

from jiebang.engine.identity import normalise
from jiebang.registry.models import Organisation
from jiebang.rulebook.organisation import OrganisationState


def unit(pk: str) -> Organisation:
    return Organisation.objects.get(pk=pk)


def unit_locked(pk: str) -> Organisation:
    """Hold the unit until the transaction ends."""
    return Organisation.objects.select_for_update().get(pk=pk)


def resolve(given: str) -> Organisation | None:
    """The registered unit a person means: by id, credit code or exact name."""
    text = given.strip()
    wanted = Q(name=text) | Q(code=normalise(text))
    if len(text) == 36:
        wanted |= Q(pk=text)
    return Organisation.objects.filter(wanted, state=OrganisationState.ACTIVE).first()
