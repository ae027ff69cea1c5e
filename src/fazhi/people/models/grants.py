"""Sight: who may see what, from one moment to another, and which event said so."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class SubjectKind(models.TextChoices):
    """To whom sight is granted."""

    UNIT = "unit", "单位"
    POST = "post", "岗位"
    PERSON = "person", "人员"
    PARTY = "party", "当事人"
    PUBLIC = "public", "公众"


class Level(models.TextChoices):
    """What the subject may do with it; every level includes seeing."""

    SEE = "see", "查看"
    WORK = "work", "办理"
    SUPERVISE = "supervise", "督办"


class ObjectKind(models.TextChoices):
    """The kind of stream that a grant opens."""

    MATTER = "matter", "事项"


class ScopeKind(models.TextChoices):
    """Whose affairs an oversight covers."""

    UNIT = "unit", "单位"
    REGION = "region", "行政区划"


class Dated(models.Model):
    """A right of one subject; ended by a moment, never deleted, so that any past day can be asked.

    `subject` is the kind and the id joined (`unit:water`, `post:water/leader`, `person:…`, `party:…`, `public:`), so
    that everything a viewer is matches one column of one index.
    """

    subject = models.CharField("谁", max_length=120)
    level = models.CharField("程度", max_length=12, choices=Level.choices, default=Level.SEE)
    valid_from = models.DateTimeField("起")
    valid_to = models.DateTimeField("止", null=True, blank=True)
    granted_by = models.CharField("依据事件", max_length=120)
    ended_by = models.CharField("终止事件", max_length=120, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="%(class)s_period"
            ),
            models.CheckConstraint(condition=~Q(granted_by=""), name="%(class)s_has_reason"),
        ]


class Grant(Dated):
    """That a subject may see one object."""

    object_kind = models.CharField("对象类别", max_length=8, choices=ObjectKind.choices, default=ObjectKind.MATTER)
    object_id = models.UUIDField("对象")

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "可见授权"
        indexes = (
            # No column more: with the subject in the first or the object in the second, SQLite takes the wrong one
            # for the semi-join and probes once per subject (measured: 15 ms against 0.4 ms for a county's list).
            models.Index(fields=("object_kind", "object_id"), name="grant_object"),
            models.Index(fields=("subject", "object_kind"), name="grant_subject"),
        )

    def __str__(self) -> str:
        return f"{self.subject} {self.level} {self.object_kind}:{self.object_id}"


class Oversight(Dated):
    """That a subject may see or supervise whatever is granted to a unit, or to the units of a region."""

    scope_kind = models.CharField("范围类别", max_length=8, choices=ScopeKind.choices)
    scope_id = models.CharField("范围", max_length=64)

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "监督授权"
        indexes = (
            models.Index(fields=("subject",), name="oversight_subject"),
            models.Index(fields=("scope_kind", "scope_id"), name="oversight_scope"),
        )
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Dated.Meta.constraints,
            # Work is done by those to whom it was given; who oversees a unit does not act in its place.
            models.CheckConstraint(condition=~Q(level=Level.WORK), name="oversight_never_works"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.level} {self.scope_kind}:{self.scope_id}"
