"""Who: staff accounts, each of one natural person, and the posts they hold."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fazhi.people.models.dated import TwoTimes, TwoTimesQuerySet, ends_after_start, new_id
from fazhi.people.models.units import Unit
from fazhi.people.roles import ADMINISTRATORS, role_name


class PersonManager(BaseUserManager["Person"]):
    """Makes accounts whose passwords are kept only as argon2 hashes."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Person":
        """Create an account; without a password nobody can sign in to it."""
        person = self.model(username=self.model.normalize_username(username), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """A natural person who signs in; accounts are never shared."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    username = models.CharField(
        "账号",
        max_length=64,
        unique=True,
        validators=(UnicodeUsernameValidator(),),
        error_messages={"unique": _("这个账号已经有人使用。账号一人一个，请换一个。")},
    )
    display_name = models.CharField("姓名", max_length=64)
    is_active = models.BooleanField("在用", default=True)
    password_set_at = models.DateTimeField("密码设定时间", null=True, blank=True)
    created_at = models.DateTimeField("开户时间", default=timezone.now)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name = verbose_name_plural = "人员账号"

    def __str__(self) -> str:
        return self.display_name

    def set_password(self, raw_password: str | None) -> None:
        """Keep the hash of a new password and the moment it was set."""
        super().set_password(raw_password)
        self.password_set_at = timezone.now()


class Post(TwoTimes):
    """That a person holds a post at a unit from a day to a day, and on what basis."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name="人员", related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="posts")
    role = models.CharField("岗位", max_length=40)
    basis = models.CharField("任职依据", max_length=200, blank=True)

    objects = TwoTimesQuerySet["Post"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        indexes = (
            models.Index(fields=("person", "valid_from"), name="post_person"),
            models.Index(fields=("unit", "role"), name="post_unit_role"),
        )
        constraints = (
            ends_after_start("post_period"),
            models.UniqueConstraint(
                fields=("person", "unit", "role"),
                condition=Q(valid_to__isnull=True, recorded_to__isnull=True),
                name="post_once",
            ),
            models.UniqueConstraint(
                fields=("person",),
                condition=Q(role__in=ADMINISTRATORS, valid_to__isnull=True, recorded_to__isnull=True),
                name="post_one_administrator",
                violation_error_message=_("系统管理员、安全管理员、审计管理员不得由同一账号兼任。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {role_name(self.role)}"
