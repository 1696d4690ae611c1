"""Tables and constraints. No behaviour: see rulebook (rules), actions (writes), queries (reads)."""

from jiebang.registry.models.expert import Expert
from jiebang.registry.models.expert_record import ExpertComplaint, ExpertWork
from jiebang.registry.models.organisation import (
    IntegrityRecord,
    Membership,
    Organisation,
    Relation,
)
from jiebang.registry.models.relation_fact import RelationFact, ToldApart

__all__ = ["Expert", "ExpertComplaint", "ExpertWork", "IntegrityRecord", "Membership",
           "Organisation", "Relation", "RelationFact", "ToldApart"]  # fmt: skip
