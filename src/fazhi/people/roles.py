"""The posts that a person can hold, and which of them no account may combine."""

from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

ROLES: Final[dict[str, str]] = {
    "grid_worker": _("网格员"),
    "dispatcher": _("分办员"),
    "handler": _("经办人"),
    "verifier": _("核查员"),
    "supervisor": _("督办员"),
    "leader": _("负责人"),
    "mediator": _("人民调解员"),
    "legal_advisor": _("法律顾问"),
    "publicist": _("普法员"),
    "literate_villager": _("法律明白人"),
    "case_officer": _("案件承办人"),
    "reviewer": _("审核人"),
    "analyst": _("统计分析员"),
    "system_admin": _("系统管理员"),
    "security_admin": _("安全管理员"),
    "audit_admin": _("审计管理员"),
}
# They keep the system, its locks and its records; no post of theirs opens a resident's matter.
ADMINISTRATORS: Final = ("system_admin", "security_admin", "audit_admin")


def role_name(role: str) -> str:
    """Return the name of a post; a city's own post is shown by its code."""
    return gettext(ROLES.get(role, role))
