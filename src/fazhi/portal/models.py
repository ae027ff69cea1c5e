"""What a resident has begun and not yet sent."""

from django.db import models


class Draft(models.Model):
    """An unsent form. Its content is sealed with a key that only the sender's own browser holds."""

    id = models.UUIDField("编号", primary_key=True)
    box = models.BinaryField("密封的内容")
    saved_at = models.DateTimeField("保存时间", db_index=True)
    matter = models.UUIDField("已送出的办件", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "未送出的表单"
