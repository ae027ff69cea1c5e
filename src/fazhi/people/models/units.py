"""Who: the organs, offices and bodies that bear responsibility, and how they stand to each other."""

from django.db import models
from django.db.models import F, Q

from fazhi.people.models.dated import TwoTimes, TwoTimesQuerySet, ends_after_start, new_id
from fazhi.people.models.regions import Region


class UnitKind(models.TextChoices):
    """What sort of body a unit is."""

    GOVERNMENT = "government", "人民政府"
    DEPARTMENT = "department", "政府部门"
    JUSTICE_BUREAU = "justice_bureau", "司法局"
    RULE_OF_LAW_OFFICE = "rule_of_law_office", "依法治理办公室"
    TOWNSHIP = "township", "乡镇（街道）"
    VILLAGE_COMMITTEE = "village_committee", "村（居）民委员会"
    JUDICIAL_OFFICE = "judicial_office", "司法所"
    MEDIATION_COMMITTEE = "mediation_committee", "人民调解委员会"
    GRID_CENTRE = "grid_centre", "网格化服务管理中心"
    LEGAL_SERVICE_CENTRE = "legal_service_centre", "公共法律服务中心"
    LAW_FIRM = "law_firm", "律师事务所"
    PUBLIC_SECURITY = "public_security", "公安机关"
    COURT = "court", "人民法院"
    PROCURATORATE = "procuratorate", "人民检察院"
    ENTERPRISE = "enterprise", "企业"
    OTHER = "other", "其他单位"


class Hierarchy(models.TextChoices):
    """In which sense one unit stands under another."""

    TERRITORY = "territory", "块（属地）"
    GUIDANCE = "guidance", "条（业务指导）"
    DUAL = "dual", "双重领导"
    STATIONED = "stationed", "派驻"


class Unit(models.Model):
    """A body that bears responsibility while it exists; what it owed passes to its successor."""

    id = models.CharField(primary_key=True, max_length=64, default=new_id)
    name = models.CharField("名称", max_length=120)
    short_name = models.CharField("简称", max_length=40, blank=True)
    kind = models.CharField("类别", max_length=32, choices=UnitKind.choices)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="所在区划", related_name="units")
    valid_from = models.DateField("设立日期")
    valid_to = models.DateField("撤销日期", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="承继单位", related_name="predecessors"
    )

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ("id",)
        constraints = (ends_after_start("unit_period"),)

    def __str__(self) -> str:
        return self.short_name or self.name


class UnitLink(TwoTimes):
    """That one unit stands under another, in one sense, from a day to a day."""

    hierarchy = models.CharField("关系", max_length=16, choices=Hierarchy.choices)
    parent = models.ForeignKey(Unit, models.PROTECT, verbose_name="上级", related_name="links_down")
    child = models.ForeignKey(Unit, models.PROTECT, verbose_name="下级", related_name="links_up")

    objects = TwoTimesQuerySet["UnitLink"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "隶属关系"
        indexes = (
            models.Index(fields=("hierarchy", "parent"), name="unitlink_down"),
            models.Index(fields=("hierarchy", "child"), name="unitlink_up"),
        )
        constraints = (
            ends_after_start("unitlink_period"),
            models.CheckConstraint(condition=~Q(parent=F("child")), name="unitlink_not_itself"),
            models.UniqueConstraint(
                fields=("hierarchy", "parent", "child"),
                condition=Q(valid_to__isnull=True, recorded_to__isnull=True),
                name="unitlink_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.parent_id} → {self.child_id}（{self.get_hierarchy_display()}）"
