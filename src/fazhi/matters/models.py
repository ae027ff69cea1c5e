"""What screens and figures read of matters: projections of the ledger, thrown away and rebuilt at will."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from fazhi.ids import new_id
from fazhi.people.scoped import Sighted


class Matter(Sighted):
    """Where a matter stands: codes, dates and opaque ids, no personal data."""

    sight_unit: ClassVar[str] = "unit"  # `projection.responsible` names a holder, and every holder is granted sight
    id = models.UUIDField("编号", primary_key=True)  # the stream's id
    number = models.CharField("办件编号", max_length=32, db_index=True)
    procedure = models.CharField("程序", max_length=48)
    edition = models.CharField("程序版本", max_length=80)
    stage = models.CharField("环节", max_length=48)
    outcome = models.CharField("结果", max_length=48, blank=True)
    unit = models.CharField("承办单位", max_length=64, blank=True)
    region = models.CharField("行政区划", max_length=12, blank=True)
    subject = models.CharField("事项类别", max_length=64, blank=True)
    channel = models.CharField("渠道", max_length=32, blank=True)
    party = models.CharField("当事人", max_length=32, blank=True)
    opened_at = models.DateTimeField("登记时间")
    entered_at = models.DateTimeField("进入环节时间")
    ended_at = models.DateTimeField("办结时间", null=True)
    due = models.DateTimeField("到期时间", null=True)
    provisional = models.BooleanField("到期暂定", default=False)
    paused = models.BooleanField("中止", default=False)
    wake_at = models.DateTimeField("计时触发时间", null=True)
    on_time = models.BooleanField("按期", null=True)
    responded = models.CharField("响应", max_length=16, blank=True)
    resolved = models.CharField("解决", max_length=16, blank=True)
    satisfied = models.CharField("满意", max_length=16, blank=True)
    supervised = models.IntegerField("督办次数", default=0)
    returned = models.IntegerField("退回次数", default=0)
    late_entries = models.IntegerField("补录次数", default=0)
    sealed = models.BooleanField("封存", default=False)
    erased = models.BooleanField("销毁", default=False)
    seq = models.IntegerField("最后序号")

    class Meta:
        db_table = "matters_matter"
        verbose_name = verbose_name_plural = "办件"
        indexes = (
            models.Index(fields=("procedure", "opened_at"), name="matter_opened"),
            models.Index(fields=("unit", "opened_at"), name="matter_unit_opened"),
            models.Index(fields=("opened_at", "id"), name="matter_recent"),
            models.Index(fields=("wake_at", "id"), condition=models.Q(wake_at__isnull=False), name="matter_wake"),
        )

    def __str__(self) -> str:
        return self.number


class Gist(Sighted):
    """One line of what a matter is about, masked, for lists; dropped when the matter is erased."""

    sight_field: ClassVar[str] = "matter_id"
    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, db_constraint=False)
    text = models.CharField("摘要", max_length=120)

    class Meta:
        db_table = "matters_gist"
        verbose_name = verbose_name_plural = "办件摘要"


class Task(Sighted):
    """What one unit has to do next in one matter, and by when: a row of its list."""

    sight_field: ClassVar[str] = "matter_id"
    sight_unit: ClassVar[str] = "unit"  # `projection.tasks_of` names only units that have a part and its grant
    pk = models.CompositePrimaryKey("matter_id", "unit", "key")
    matter = models.ForeignKey(Matter, models.CASCADE, db_constraint=False, related_name="tasks", db_index=False)
    unit = models.CharField("责任单位", max_length=64)
    key = models.CharField("事由", max_length=64)  # an obligation's id, or the stage whose turn it is
    role = models.CharField("角色", max_length=48)
    name = models.CharField("要做什么", max_length=80)
    due = models.DateTimeField("到期时间", null=True)
    order = models.DateTimeField("排序时间")  # the due date, or the end of time where nothing is dated
    since = models.DateTimeField("开始时间")
    request = models.CharField("征询", max_length=64, blank=True)

    class Meta:
        db_table = "matters_task"
        verbose_name = verbose_name_plural = "待办"
        indexes = (models.Index(fields=("unit", "order", "matter", "key"), name="task_list"),)


class Obligation(Sighted):
    """Who owes what by when, and how it ended."""

    sight_field: ClassVar[str] = "matter_id"
    pk = models.CompositePrimaryKey("matter_id", "key")
    matter = models.ForeignKey(Matter, models.CASCADE, db_constraint=False, related_name="obligations", db_index=False)
    key = models.CharField("编号", max_length=64)
    rule = models.CharField("义务", max_length=48)
    bearer = models.CharField("角色", max_length=48)
    holder = models.CharField("承担者", max_length=64, blank=True)
    ours = models.BooleanField("本级承担", default=True)
    start = models.DateTimeField("起算时间")
    due = models.DateTimeField("到期时间", null=True)
    provisional = models.BooleanField("暂定", default=False)
    request = models.CharField("征询", max_length=64, blank=True)
    state = models.CharField("状态", max_length=8)  # open, met, dropped, lapsed
    ended_at = models.DateTimeField("终了时间", null=True)
    on_time = models.BooleanField("按期", null=True)

    class Meta:
        db_table = "matters_obligation"
        verbose_name = verbose_name_plural = "义务"
        indexes = (
            models.Index(fields=("state", "due"), name="obligation_late"),
            models.Index(fields=("holder", "rule"), name="obligation_holder"),
        )


class Request(Sighted):
    """One unit asked by another, and what came of it."""

    sight_field: ClassVar[str] = "matter_id"
    pk = models.CompositePrimaryKey("matter_id", "key")
    matter = models.ForeignKey(Matter, models.CASCADE, db_constraint=False, related_name="requests", db_index=False)
    key = models.CharField("编号", max_length=64)
    round = models.CharField("征询", max_length=48)
    unit = models.CharField("被征询单位", max_length=64)
    asked_at = models.DateTimeField("征询时间")
    due = models.DateTimeField("到期时间", null=True)
    answer = models.CharField("答复", max_length=32, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    silent_at = models.DateTimeField("逾期未答复时间", null=True)

    class Meta:
        db_table = "matters_request"
        verbose_name = verbose_name_plural = "征询"
        indexes = (models.Index(fields=("unit", "asked_at"), name="request_unit"),)


class Relation(Sighted):
    """That one matter stands in a relation to another; the other stream holds the paired event."""

    sight_field: ClassVar[str] = "matter_id"
    pk = models.CompositePrimaryKey("matter_id", "kind", "other")
    matter = models.ForeignKey(Matter, models.CASCADE, db_constraint=False, related_name="relations", db_index=False)
    kind = models.CharField("关系", max_length=24)
    other = models.UUIDField("另一办件")

    class Meta:
        db_table = "matters_relation"
        verbose_name = verbose_name_plural = "办件关系"


class Attachment(Sighted):
    """A file that came with a matter; its bytes lie sealed outside the web root, its digest is of the sealed ones."""

    sight_field: ClassVar[str] = "matter_id"
    id = models.UUIDField("编号", primary_key=True, default=new_id)
    matter_id = models.UUIDField("办件", null=True, db_index=True)
    name = models.CharField("文件名", max_length=120)
    type = models.CharField("类型", max_length=80)
    size = models.BigIntegerField("字节数")
    digest = models.CharField("摘要", max_length=64)
    uploaded_by = models.CharField("上传人", max_length=64)
    uploaded_at = models.DateTimeField("上传时间", db_default=Now())

    class Meta:
        db_table = "matters_attachment"
        verbose_name = verbose_name_plural = "附件"


class NumberBlock(models.Model):
    """The last matter number handed out on a day; taken in blocks, so that no intake waits for another."""

    day = models.CharField("日期", primary_key=True, max_length=16)
    last = models.IntegerField("已发到", default=0)

    class Meta:
        db_table = "matters_numberblock"
        verbose_name = verbose_name_plural = "编号"


class EditionText(models.Model):
    """The digest of a published edition's text when the system last started under it; frozen once matters ran on it."""

    edition = models.CharField("程序版本", primary_key=True, max_length=160)
    digest = models.CharField("原文摘要", max_length=64)
    used = models.BooleanField("已有办件", default=False)
    kept_at = models.DateTimeField("记下时间", db_default=Now())

    class Meta:
        db_table = "matters_editiontext"
        verbose_name = verbose_name_plural = "程序版本的原文摘要"
