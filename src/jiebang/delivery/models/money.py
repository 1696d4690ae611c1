"""Money: public tranches, R&D spending, bank credit. All sums in fen."""

from __future__ import annotations

from django.db import models

from jiebang.delivery.models.contract import Contract
from jiebang.platform.models import Aggregate, known_states
from jiebang.rulebook.credit import ConsentState
from jiebang.rulebook.credit import State as CreditState
from jiebang.rulebook.payment import State as PaymentState
from jiebang.rulebook.spending import State as SpendingState


class Payment(Aggregate):
    """One tranche of the public money on a contract."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="payments")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=60)
    label_en = models.CharField(max_length=60, blank=True)
    share = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField()
    condition = models.CharField(max_length=20)
    milestone = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, db_index=True)
    approved_at = models.DateTimeField(null=True)
    paid_on = models.DateField(null=True)
    receipt_number = models.CharField(max_length=60, blank=True)
    payee = models.CharField(max_length=120, blank=True)
    receipt = models.JSONField(default=list)  # ids of files
    returned = models.JSONField(default=dict)
    held = models.BooleanField(default=False)
    remark = models.TextField(blank=True)

    class Meta:
        constraints = [
            known_states(PaymentState, "payment_state_known"),
            models.UniqueConstraint(fields=["contract", "number"], name="payment_number_once"),
            models.UniqueConstraint(
                fields=["receipt_number"],
                condition=~models.Q(receipt_number=""),
                name="bank_receipt_once",
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="payment_not_negative"),
        ]

    def __str__(self) -> str:
        return f"payment:{self.pk}"


class Spending(Aggregate):
    """R&D money a unit of the contract spent, by source, with vouchers."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="spendings")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT)
    source = models.CharField(max_length=12)
    amount = models.BigIntegerField()
    from_on = models.DateField()
    until_on = models.DateField()
    paid_to_bidder = models.BooleanField(default=False)
    evidence_text = models.TextField()
    evidence = models.JSONField(default=list)
    confirmed_at = models.DateTimeField(null=True)
    verdict = models.TextField(blank=True)

    class Meta:
        constraints = [known_states(SpendingState, "spending_state_known")]
        indexes = [models.Index(fields=["contract", "state"])]

    def __str__(self) -> str:
        return f"spending:{self.pk}"


class Credit(Aggregate):
    """What a bank offers a unit for a challenge, what it approves, what is drawn."""

    bank = models.ForeignKey(
        "registry.Organisation", on_delete=models.PROTECT, related_name="credits_given"
    )
    organisation = models.ForeignKey(
        "registry.Organisation", on_delete=models.PROTECT, related_name="credits_had"
    )
    challenge = models.ForeignKey(
        "programme.Challenge", on_delete=models.PROTECT, related_name="credits"
    )
    offered = models.BigIntegerField()
    approved = models.BigIntegerField(default=0)
    drawn = models.BigIntegerField(default=0)
    product = models.CharField(max_length=100, blank=True)
    announced_on = models.DateField()
    valid_until_on = models.DateField(null=True)
    approval = models.JSONField(default=dict)
    drawn_as_of_on = models.DateField(null=True)
    remark = models.TextField(blank=True)

    class Meta:
        constraints = [
            known_states(CreditState, "credit_state_known"),
            models.CheckConstraint(
                condition=models.Q(approved__lte=models.F("offered"))
                & models.Q(drawn__lte=models.F("approved")),
                name="credit_numbers_in_order",
            ),
        ]
        indexes = [models.Index(fields=["bank", "state"])]

    def __str__(self) -> str:
        return f"credit:{self.pk}"


class Balance(models.Model):
    """What was drawn on a day, as the bank reported it. Part of the credit."""

    credit = models.ForeignKey(Credit, on_delete=models.PROTECT, related_name="balances")
    as_of_on = models.DateField()
    drawn = models.BigIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.credit_id} {self.as_of_on}"


class Consent(Aggregate):
    """A unit agrees that banks see these fields about it and its challenge (R128)."""

    organisation = models.ForeignKey(
        "registry.Organisation", on_delete=models.PROTECT, related_name="consents"
    )
    challenge = models.ForeignKey(
        "programme.Challenge", on_delete=models.PROTECT, related_name="consents"
    )
    fields = models.JSONField(default=list)
    contact = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            known_states(ConsentState, "consent_state_known"),
            models.UniqueConstraint(fields=["organisation", "challenge"], name="consent_once"),
        ]

    def __str__(self) -> str:
        return f"consent:{self.pk}"
