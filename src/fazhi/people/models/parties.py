"""Who: residents and bodies with a part in a matter; what identifies them lies sealed in the vault."""

from uuid import uuid4

from django.db import models


class PartyKind(models.TextChoices):
    """Natural or legal person."""

    NATURAL = "natural", "自然人"
    LEGAL = "legal", "法人或者其他组织"


class Party(models.Model):
    """A resident or body; the row itself holds a masked name and keyed digests, never a name, phone or number."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField("类别", max_length=8, choices=PartyKind.choices, default=PartyKind.NATURAL)
    display_name = models.CharField("显示名（已遮蔽）", max_length=64)
    sealed_name = models.UUIDField(null=True, blank=True)
    sealed_phone = models.UUIDField(null=True, blank=True)
    sealed_identity = models.UUIDField(null=True, blank=True)
    phone_hmac = models.CharField(max_length=64, blank=True, db_index=True)
    identity_hmac = models.CharField(max_length=64, blank=True, db_index=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="并入", related_name="merged_from"
    )

    class Meta:
        verbose_name = verbose_name_plural = "当事人"
        constraints = (
            models.CheckConstraint(condition=~models.Q(merged_into=models.F("id")), name="party_not_into_itself"),
        )

    def __str__(self) -> str:
        return self.display_name
