"""Conflicts of interest: facts in, who must not come near what and every reason why out."""

from jiebang.engine.conflicts.change import Change, Update, update
from jiebang.engine.conflicts.facts import (
    CONFIDENCE,
    KINDS,
    Fact,
    Item,
    Kind,
    Reason,
    Step,
    Verdict,
    Waiver,
)
from jiebang.engine.conflicts.graph import Graph
from jiebang.engine.conflicts.policy import Policy, PolicyError, Rule, policy_from
from jiebang.engine.conflicts.screening import Conflicts, Pair, screen, with_waivers

__all__ = [
    "CONFIDENCE",
    "KINDS",
    "Change",
    "Conflicts",
    "Fact",
    "Graph",
    "Item",
    "Kind",
    "Pair",
    "Policy",
    "PolicyError",
    "Reason",
    "Rule",
    "Step",
    "Update",
    "Verdict",
    "Waiver",
    "policy_from",
    "screen",
    "update",
    "with_waivers",
]
