"""How a version stands on a day, in words and with the light that goes with them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fazhi.law.model import Status
from fazhi.law.store.corpus import Version
from fazhi.screens.words import plain_date

LIGHTS = {
    Status.IN_FORCE: ("normal", gettext_noop("有效")),
    Status.AMENDED: ("soon", gettext_noop("已修改")),
    Status.REPEALED: ("overdue", gettext_noop("已废止")),
    Status.PENDING: ("soon", gettext_noop("尚未生效")),
    Status.UNKNOWN: ("none", gettext_noop("未见废止")),
}
FLAGGED = ("soon", gettext_noop("来源标为已废止"))
NEWEST = gettext_noop("条文库里没有更新的版本，也没有废止的记载；来源没有写明它现在是否有效。")


@dataclass(frozen=True, slots=True)
class Standing:
    """A version's force: the word, its light, and a sentence that says from when to when."""

    status: Status
    css: str
    word: str
    says: str
    flagged: bool = False

    @property
    def untold(self) -> bool:
        """Whether no source tells if it is in force now."""
        return self.status is Status.UNKNOWN and not self.flagged

    @property
    def past(self) -> bool:
        """Whether this wording holds no more, or not yet, or a source says so."""
        return self.flagged or self.status not in (Status.IN_FORCE, Status.UNKNOWN)


def standing(version: Version, today: date) -> Standing:
    """Return how a version stands today: by its dates first, then by what its source tells."""
    status = version.status
    if version.in_force_from and version.in_force_from > today:
        status = Status.PENDING
    elif version.in_force_to and version.in_force_to <= today and status is not Status.REPEALED:
        status = Status.AMENDED
    elif status is Status.PENDING:
        status = Status.UNKNOWN  # it was pending when the source was checked, and its day has come
    css, word = FLAGGED if version.flagged else LIGHTS[status]
    more = f"{version.stands}。" if version.flagged else _(NEWEST) if status is Status.UNKNOWN else ""
    return Standing(status, f"light-{css}", _(word), span(version) + more, version.flagged)


def span(version: Version) -> str:
    """Return from when to when a version holds: 2024年1月1日起施行, 2018年1月1日起施行，到2023年12月31日为止."""
    if version.in_force_from is None:
        return _("施行日期不明。")
    told = _("%(since)s起施行") if version.stated else _("%(since)s通过或者公布，没有写明施行日期")
    since = told % {"since": plain_date(version.in_force_from)}
    if version.in_force_to is None:
        return _("%(since)s。") % {"since": since}
    last = plain_date(version.in_force_to - timedelta(days=1))
    return _("%(since)s，到%(last)s为止。") % {"since": since, "last": last}


def edition(version: Version) -> str:
    """Return what a version is called: 2023年9月1日 版本."""
    return _("%(day)s版本") % {"day": plain_date(version.day)} if version.day else _("日期不明的版本")
