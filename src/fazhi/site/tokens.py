"""`fazhi token`: keys for programs that use the API."""

import argparse

from django.utils import timezone

from fazhi.api.models import ApiToken
from fazhi.api.tokens import make_token, revoke_token
from fazhi.cli.console import Sub, command, complain, group, say
from fazhi.people.models import Person


def add_commands(sub: Sub) -> None:
    """Add the commands of this group."""
    here = group(sub, "token", "接口令牌：发放、停用")
    making = command(here, "make", "给一个账号发放接口令牌，只显示一次", _make)
    making.add_argument("username", metavar="账号")
    making.add_argument("name", metavar="用途")
    revoking = command(here, "revoke", "停用一个账号的接口令牌", _revoke)
    revoking.add_argument("username", metavar="账号")
    revoking.add_argument("name", metavar="用途")


def _person(username: str) -> Person | None:
    return Person.objects.filter(username=username).first()


def _make(given: argparse.Namespace) -> int:
    person = _person(given.username)
    if person is None:
        return complain(f"没有账号“{given.username}”。请核对账号。")
    say(make_token(person, given.name))
    return 0


def _revoke(given: argparse.Namespace) -> int:
    found = list(ApiToken.objects.filter(person__username=given.username, name=given.name, revoked_at=None))
    if not found:
        return complain(f"账号“{given.username}”没有用途为“{given.name}”的有效令牌。请核对账号和用途。")
    for token in found:
        revoke_token(token, timezone.now())
    say(f"已停用 {len(found)} 个令牌。")
    return 0
