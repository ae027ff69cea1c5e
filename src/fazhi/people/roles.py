"""The posts that a person can hold, and which of them no account may combine."""

from typing import Final

ROLES: Final[dict[str, str]] = {
    "grid_worker": "网格员",
    "dispatcher": "分办员",
    "handler": "经办人",
    "verifier": "核查员",
    "supervisor": "督办员",
    "leader": "负责人",
    "mediator": "人民调解员",
    "legal_advisor": "法律顾问",
    "publicist": "普法员",
    "literate_villager": "法律明白人",
    "case_officer": "案件承办人",
    "reviewer": "审核人",
    "analyst": "统计分析员",
    "system_admin": "系统管理员",
    "security_admin": "安全管理员",
    "audit_admin": "审计管理员",
}
# They keep the system, its locks and its records; no post of theirs opens a resident's matter.
ADMINISTRATORS: Final = ("system_admin", "security_admin", "audit_admin")


def role_name(role: str) -> str:
    """Return the Chinese name of a post; a city's own post is shown by its code."""
    return ROLES.get(role, role)
