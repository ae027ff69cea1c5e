"""What the desk keeps outside the ledger: drafts of corrections that wait for a second person, and read marks."""

from typing import ClassVar

from django.db import models

from fazhi.ids import new_id
from fazhi.people.models import Person
from fazhi.people.scoped import Sighted


class Proposal(Sighted):
    """A correction that one person proposes and another confirms; only then does the ledger hear of it."""

    sight_field: ClassVar[str] = "matter_id"
    id = models.UUIDField("编号", primary_key=True, default=new_id)
    matter_id = models.UUIDField("办件", db_index=True)
    kind = models.CharField("更正方式", max_length=8)  # void, amend, revoke, vary
    target = models.IntegerField("更正的记录")
    values = models.JSONField("更正后的内容", default=dict)  # codes and references into the vault, no text
    reason = models.JSONField("理由")  # a reference into the vault
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="提出人")
    proposed_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="复核人")
    decided_at = models.DateTimeField("复核时间", null=True)
    outcome = models.CharField("复核结果", max_length=10, blank=True)  # confirmed, declined

    class Meta:
        verbose_name = verbose_name_plural = "待复核的更正"
        indexes = (models.Index(fields=("outcome", "proposed_at"), name="proposal_open"),)


class ReadMark(models.Model):
    """Until when a person has read the messages."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True)
    read_at = models.DateTimeField("已读至")

    class Meta:
        verbose_name = verbose_name_plural = "已读标记"
