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
from jiebang.engine.conflicts.names import WORDS, Words, words_from
from jiebang.engine.conflicts.people import (
    Person,
    link_people,
    match_people,
    propose_merges,
    same_person,
)
from jiebang.engine.conflicts.policy import Policy, PolicyError, Rule, policy_from
from jiebang.engine.conflicts.screening import Conflicts, Pair, screen, with_waivers
from jiebang.engine.conflicts.units import (
    Evidence,
    Match,
    Registry,
    Resolved,
    Unit,
    link_units,
    same_unit,
)

__all__ = [
    "CONFIDENCE",
    "KINDS",
    "WORDS",
    "Change",
    "Conflicts",
    "Evidence",
    "Fact",
    "Graph",
    "Item",
    "Kind",
    "Match",
    "Pair",
    "Person",
    "Policy",
    "PolicyError",
    "Reason",
    "Registry",
    "Resolved",
    "Rule",
    "Step",
    "Unit",
    "Update",
    "Verdict",
    "Waiver",
    "Words",
    "link_people",
    "link_units",
    "match_people",
    "policy_from",
    "propose_merges",
    "same_person",
    "same_unit",
    "screen",
    "update",
    "with_waivers",
    "words_from",
]
