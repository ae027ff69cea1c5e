"""`fazhi account list|reset|add`: who may sign in, on what posts, and new passwords."""

import argparse
import secrets
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from fazhi.cli.console import Sub, command, complain, group, say
from fazhi.people.models import Person, Unit
from fazhi.people.posts import AdministratorsCombined, posts_on, prepare_post
from fazhi.people.provision import PASSWORD_BYTES
from fazhi.people.roles import ROLES, role_name


def add_commands(sub: Sub) -> None:
    """Add the commands of this group."""
    here = group(sub, "account", "工作人员账号")
    command(here, "list", "列出账号及其任职", _list)
    reset = command(here, "reset", "为账号设定新的随机密码，并显示一次", _reset)
    reset.add_argument("username", metavar="账号")
    adding = command(here, "add", "新设账号，密码随机，显示一次", _add)
    adding.add_argument("username", metavar="账号")
    adding.add_argument("--name", required=True, metavar="姓名")
    adding.add_argument("--post", action="append", required=True, metavar="单位代码:岗位", help="可以写几次")
    adding.add_argument("--basis", default="", metavar="文号", help="任职依据")


def describe(person: Person, password: str = "") -> str:
    """Return one line: account, password where it is told, name, posts today."""
    held = posts_on(person, timezone.localdate())
    posts = "、".join(f"{post.unit} {role_name(post.role)}" for post in held) or "没有任职"
    told = f"{password}  " if password else ""
    return f"{person.username:<32}{told}{person.display_name}  {posts}{'' if person.is_active else '（已停用）'}"


def _list(given: argparse.Namespace) -> int:
    found = list(Person.objects.order_by("username"))
    for person in found:
        say(describe(person))
    say(f"共 {len(found)} 个账号。" if found else "还没有账号。请运行 fazhi demo，或者 fazhi account add。")
    return 0


def _reset(given: argparse.Namespace) -> int:
    person = Person.objects.filter(username=given.username).first()
    if person is None:
        return complain(f"没有账号“{given.username}”。请用 fazhi account list 核对。")
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    person.set_password(password)
    person.save(update_fields=["password", "password_set_at"])
    say(f"{person.username} 的新密码：{password}\n只显示这一次；原来的登录已全部失效。")
    return 0


def _add(given: argparse.Namespace) -> int:
    if wrong := next(_wrong(given), ""):
        return complain(wrong)
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    try:
        with transaction.atomic():
            person = Person.objects.create_user(given.username, password, display_name=given.name)
            for unit, role in map(_post, given.post):
                prepare_post(person, Unit.objects.get(pk=unit), role, timezone.localdate(), basis=given.basis).save()
    except AdministratorsCombined as combined:
        return complain(str(combined))
    say(f"已设账号：{describe(person)}\n密码：{password}\n只显示这一次。")
    return 0


def _wrong(given: argparse.Namespace) -> Iterator[str]:
    if Person.objects.filter(username=given.username).exists():
        yield f"账号“{given.username}”已经有人使用。请换一个，或者用 fazhi account reset 重设密码。"
    for unit, role in map(_post, given.post):
        if role not in ROLES:
            yield f"没有岗位“{role}”。可用：{'、'.join(f'{code}（{name}）' for code, name in ROLES.items())}。"
        if not Unit.objects.filter(pk=unit).exists():
            yield f"没有单位“{unit}”。任职请写成 单位代码:岗位，例如 centre:dispatcher。"


def _post(text: str) -> tuple[str, str]:
    unit, _, role = text.partition(":")
    return unit, role
