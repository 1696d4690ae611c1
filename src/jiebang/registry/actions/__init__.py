"""Writes. Every change to the registry's tables happens here, through its machines."""

from jiebang.registry.actions import alike, pool_import
from jiebang.registry.actions.expert import expert
from jiebang.registry.actions.organisation import membership, organisation
from jiebang.registry.actions.relation_fact import relation_fact

__all__ = ["alike", "expert", "membership", "organisation", "pool_import", "relation_fact"]
