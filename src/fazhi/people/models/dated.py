"""What is true from one day to another, and what we knew of it when."""

from datetime import date, datetime
from typing import Self, TypeVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

M = TypeVar("M", bound=models.Model)


def new_id() -> str:
    """Return a random identifier that says nothing: no region, no order, no count."""
    return uuid4().hex


def true_on(day: date, prefix: str = "") -> Q:
    """Return the condition of being in force on `day`; `valid_to` is the first day that is no longer covered."""
    ends = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    return Q(**{f"{prefix}valid_from__lte": day}) & ends


def in_force(at: datetime) -> Q:
    """Return the condition that a right holds at the moment `at`."""
    return Q(valid_from__lte=at) & (Q(valid_to__isnull=True) | Q(valid_to__gt=at))


def ends_after_start(name: str) -> models.CheckConstraint:
    """Return the constraint that a period is not empty."""
    whole = Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from"))
    return models.CheckConstraint(condition=whole, name=name, violation_error_message=_("结束日期必须晚于开始日期。"))


class TwoTimesQuerySet(models.QuerySet[M]):
    """Rows asked by the day they hold for and by the moment we knew them."""

    def on(self, day: date, known_at: datetime | None = None) -> Self:
        """Return the rows true on `day`, as known at `known_at` (default: as known now)."""
        return self.known(known_at).filter(true_on(day))

    def known(self, at: datetime | None = None) -> Self:
        """Return the rows not yet superseded at the moment `at` (default: now)."""
        if at is None:
            return self.filter(recorded_to__isnull=True)
        later = Q(recorded_to__isnull=True) | Q(recorded_to__gt=at)
        return self.filter(later, recorded_from__lte=at)


class TwoTimes(models.Model):
    """A fact with the days it holds for and the moments between which we took it for true."""

    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("失效日期", null=True, blank=True)
    recorded_from = models.DateTimeField("记录时间", default=timezone.now)
    recorded_to = models.DateTimeField("更正时间", null=True, blank=True)

    class Meta:
        abstract = True
