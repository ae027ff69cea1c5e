"""Tokens by which a program acts for a person."""

from django.conf import settings
from django.db import models

from fazhi.ids import new_id


class ApiToken(models.Model):
    """A person's token for one program; only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="人员", related_name="api_tokens")
    name = models.CharField("用于什么程序", max_length=80)
    digest = models.CharField("摘要", max_length=64, unique=True)
    created_at = models.DateTimeField("发放时间")
    last_used_at = models.DateTimeField("最近使用时间", null=True)
    revoked_at = models.DateTimeField("停用时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "接口令牌"

    def __str__(self) -> str:
        return self.name
