"""Figures that were issued, and how they were restated: projections of the ledger's streams of kind `figure`."""

from django.db import models


class IssuedFigure(models.Model):
    """A figure as it was given out: frozen with its definition, scope, moment and the digest of its records."""

    id = models.UUIDField("编号", primary_key=True)  # the stream's id
    indicator = models.CharField("指标", max_length=64)
    edition = models.CharField("指标版本", max_length=80)
    definition_digest = models.CharField("定义摘要", max_length=64)
    definition = models.TextField("定义")
    scope = models.TextField("范围")
    since = models.DateField("期间开始")
    until = models.DateField("期间结束")
    known_at = models.DateTimeField("截至时间")
    numerator = models.IntegerField("分子")
    denominator = models.IntegerField("分母", null=True)
    value = models.CharField("数值", max_length=24, blank=True)
    records_digest = models.CharField("记录摘要", max_length=64)
    issued_at = models.DateTimeField("发布时间")
    issued_by = models.CharField("发布人", max_length=64)
    seq = models.IntegerField("最后序号")

    class Meta:
        verbose_name = verbose_name_plural = "已发布的统计数"
        indexes = (models.Index(fields=("issued_at", "id"), name="issued_latest"),)

    def __str__(self) -> str:
        return f"{self.edition} {self.value}"


class Restated(models.Model):
    """What an issued figure came to when it was computed again and differed."""

    pk = models.CompositePrimaryKey("figure", "seq")
    figure = models.ForeignKey(IssuedFigure, models.CASCADE, related_name="restatements", db_constraint=False)
    seq = models.IntegerField("序号")
    as_of = models.DateTimeField("重算时间")
    numerator = models.IntegerField("分子")
    denominator = models.IntegerField("分母", null=True)
    value = models.CharField("数值", max_length=24, blank=True)
    added = models.IntegerField("增加的记录数")
    removed = models.IntegerField("减少的记录数")
    changed = models.IntegerField("改变的记录数")
    recorded_by = models.CharField("登记人", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "统计数的更正"
