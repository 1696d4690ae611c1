"""Tables and constraints. No behaviour: see rulebook (rules), actions (writes), queries (reads)."""

from jiebang.delivery.models.acceptance import Acceptance, Followup, Use
from jiebang.delivery.models.award import Award, Complaint, Objection
from jiebang.delivery.models.contract import Change, Contract, ContractParty, Milestone, Termination
from jiebang.delivery.models.money import Balance, Consent, Credit, Payment, Spending

__all__ = [
    "Acceptance",
    "Award",
    "Balance",
    "Change",
    "Complaint",
    "Consent",
    "Contract",
    "ContractParty",
    "Credit",
    "Followup",
    "Milestone",
    "Objection",
    "Payment",
    "Spending",
    "Termination",
    "Use",
]
