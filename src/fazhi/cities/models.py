"""That this installation holds a demonstration city."""

from django.db import models


class Demonstration(models.Model):
    """A demonstration city in this database: every page then says that its data is not real."""

    city = models.CharField("城市", primary_key=True, max_length=40)
    told_from = models.DateTimeField("讲述时点")  # its weeks are counted back from here, in a resumed run too
    seed = models.IntegerField("种子")
    finished_at = models.DateTimeField("完成时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "演示城市"

    def __str__(self) -> str:
        return self.city
