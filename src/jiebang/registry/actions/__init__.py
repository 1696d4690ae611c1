"""Writes. Every change to the registry's tables happens here, through its machines."""

from jiebang.registry.actions import pool_import
from jiebang.registry.actions.expert import expert
from jiebang.registry.actions.organisation import membership, organisation

__all__ = ["expert", "membership", "organisation", "pool_import"]
