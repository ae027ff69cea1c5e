"""The outbox: what has to leave or be done, one row each."""

from django.db import models

from fazhi.ids import new_id


class Message(models.Model):
    """One message or effect: written with the change that causes it, claimed by lease, marked when done."""

    id = models.UUIDField("编号", primary_key=True, default=new_id, editable=False)
    kind = models.CharField("种类", max_length=48)
    to = models.CharField("收件方编号", max_length=64)
    payload = models.JSONField("内容", default=dict)  # codes and opaque ids only: names and texts stay in the vault
    created = models.DateTimeField("形成时间")
    not_before = models.DateTimeField("最早办理时间")
    lease_until = models.DateTimeField("租期至", null=True)
    leased_by = models.CharField("承办进程", max_length=64, default="")
    done_at = models.DateTimeField("办结时间", null=True)
    attempts = models.IntegerField("次数", default=0)
    last_error = models.TextField("最近错误", default="")

    class Meta:
        db_table = "notices_message"
        verbose_name = verbose_name_plural = "待发事项"
        indexes = [
            models.Index(fields=["not_before", "id"], condition=models.Q(done_at__isnull=True), name="notices_open"),
            models.Index(fields=["to", "created"], name="notices_to"),
        ]
