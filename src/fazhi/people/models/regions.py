"""Where: the official division of the country, five levels deep."""

from django.db import models
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from fazhi.people.models.dated import ends_after_start

CODE_LENGTHS = (2, 4, 6, 9, 12)

models.CharField.register_lookup(Length)


def level_of(code: str) -> int:
    """Return the level (1 province … 5 village) of an official division code.

    Raises ValueError where the code has none of the official lengths.
    """
    if not code.isdecimal() or len(code) not in CODE_LENGTHS:
        raise ValueError(
            _("“%(code)s”不是行政区划代码：应为 2、4、6、9 或 12 位数字。请对照统计用区划代码填写。") % {"code": code}
        )
    return CODE_LENGTHS.index(len(code)) + 1


def parent_code(code: str) -> str:
    """Return the code one level up, or an empty string for a province."""
    level = level_of(code)
    return code[: CODE_LENGTHS[level - 2]] if level > 1 else ""


class Region(models.Model):
    """A province, city, county, township or village; the code of each begins with that of the one above it."""

    code = models.CharField("区划代码", primary_key=True, max_length=12)
    name = models.CharField("名称", max_length=100)
    level = models.PositiveSmallIntegerField("级别")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    valid_from = models.DateField("生效日期", null=True, blank=True)
    valid_to = models.DateField("失效日期", null=True, blank=True)
    lng = models.FloatField("经度", null=True, blank=True)
    lat = models.FloatField("纬度", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "行政区划"
        ordering = ("code",)
        constraints = (
            ends_after_start("region_period"),
            models.CheckConstraint(condition=models.Q(code__length__in=CODE_LENGTHS), name="region_code_length"),
        )

    def __str__(self) -> str:
        return self.name
