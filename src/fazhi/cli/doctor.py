"""`fazhi doctor`: is everything there that a working city needs, and what to do where it is not."""

import argparse
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from fazhi.cli.console import Sub, command, say
from fazhi.matters.catalogue import calendar, editions, profile
from fazhi.matters.frozen import changed
from fazhi.matters.models import Matter
from fazhi.matters.plain import missing, plain_files, seal_plain_files
from fazhi.people.models import Person, Region, Unit
from fazhi.procedure import BadDefinition
from fazhi.triage import TriageError, load

FREE_LEAST = 1 << 30  # bytes


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: whether it is well, what was seen, and the remedy where it is not."""

    ok: bool
    what: str
    remedy: str = ""


def add_commands(sub: Sub) -> None:
    """Add the command."""
    parser = command(sub, "doctor", "检查这套安装是否完好，并说明怎么办", _run)
    parser.add_argument("--fix", action="store_true", help="密封以前保存的附件，再检查")


def _run(given: argparse.Namespace) -> int:
    if given.fix:
        say(f"已密封 {seal_plain_files(timezone.now())} 个以前的附件。")
    found = list(findings())
    for one in found:
        say(f"{'正常' if one.ok else '有误'}  {one.what}{'' if one.ok else f' → {one.remedy}'}")
    wrong = sum(not one.ok for one in found)
    say("一切正常。" if not wrong else f"{wrong} 项有误，请按上面的说明处理。")
    return 1 if wrong else 0


def findings() -> Iterator[Finding]:
    """Yield what is found, the ground floor first; what cannot be looked at is a finding too."""
    for look in _LOOKS:
        try:
            yield from look()
        except (DatabaseError, OSError) as error:
            yield Finding(False, f"{look.__doc__}：{error}", "请先处理上面的问题，再运行一次")
        except BadDefinition as bad:
            yield Finding(
                False, f"{look.__doc__}：程序文件有 {len(bad.problems)} 处错误", "请运行 fazhi procedure check"
            )


def _machine() -> Iterator[Finding]:
    """机器"""
    version = f"Python {sys.version_info.major}.{sys.version_info.minor}，SQLite {sqlite3.sqlite_version}"
    yield Finding(sys.version_info >= (3, 11), version, "请安装 Python 3.11 或者更新的版本")
    var = Path(settings.VAR)
    var.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(var).free
    yield Finding(free > FREE_LEAST, f"{var} 所在磁盘剩余 {free >> 20} MB", "请腾出至少 1 GB")


def _secrets() -> Iterator[Finding]:
    """密钥"""
    path = Path(settings.FAZHI_MASTER_KEY)
    if not path.exists():
        yield Finding(True, "主密钥尚未形成，第一次密封内容时自动形成")
        return
    private = path.stat().st_mode & 0o077 == 0
    yield Finding(private, f"主密钥 {path}", f"请运行 chmod 600 {path}，并另存一份在别处：没有它，密封的内容谁也打不开")


def _database() -> Iterator[Finding]:
    """数据库"""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield Finding(
        not waiting,
        f"{connection.vendor} 数据库，表结构{'最新' if not waiting else '不是最新'}",
        "请重新启动服务：fazhi serve 启动时升级表结构",
    )
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA journal_mode")
            mode = cursor.fetchone()[0]
            cursor.execute("PRAGMA synchronous")
            full = cursor.fetchone()[0] == 2
            yield Finding(
                mode == "wal" and full, "每次写入都落盘（WAL，FULL）", "请不要改动数据库设置：断电会丢失已经答应的记录"
            )
        else:
            cursor.execute("SHOW fsync")
            fsync = cursor.fetchone()[0] == "on"
            cursor.execute("SHOW synchronous_commit")
            durable = cursor.fetchone()[0] in ("on", "remote_apply", "remote_write")
            yield Finding(
                fsync and durable, "每次写入都落盘（fsync，synchronous_commit）", "请在 postgresql.conf 中打开这两项"
            )


def _catalogue() -> Iterator[Finding]:
    """程序"""
    yield Finding(True, f"{profile().name}，{len(editions())} 个程序版本")


def _dispatch() -> Iterator[Finding]:
    """分办模型"""
    path = Path(settings.FAZHI_TRIAGE_MODEL)
    try:
        what = f"分办模型 {load(path).edition}" if path.exists() else "分办尚未训练，按词表判断"
        yield Finding(True, what)
    except TriageError as wrong:
        yield Finding(False, f"{wrong}现按词表判断", "请运行 fazhi triage train 重新训练")


def _holidays() -> Iterator[Finding]:
    """放假安排"""
    until = calendar().published_until
    today = timezone.localdate()
    yield Finding(until >= today, f"放假安排已公布到 {until}", "请升级 chinesecalendar，此后的到期日均为暂定")


def _editions() -> Iterator[Finding]:
    """程序版本"""
    found = changed()
    yield Finding(
        not found, f"使用中的程序版本{'没有改动' if not found else '被改动：' + '、'.join(e.id for e in found)}",
        "已经用过的版本不要改动，请恢复原文；要调整的，写成新版本或本地改动文件，再用 fazhi procedure move 迁移在办件",
    )  # fmt: skip


def _people() -> Iterator[Finding]:
    """单位和人员"""
    regions, units, people = Region.objects.count(), Unit.objects.count(), Person.objects.count()
    yield Finding(
        bool(regions and units and people), f"行政区划 {regions} 个，单位 {units} 个，账号 {people} 个",
        "请运行 fazhi demo 建一个演示县，或者导入本地的单位和人员",
    )  # fmt: skip


def _matters() -> Iterator[Finding]:
    """办件"""
    lost = Matter.objects.unscoped("检查安装").filter(ended_at__isnull=True, unit="").count()
    yield Finding(lost == 0, f"没有责任单位的在办件 {lost} 件", "请在分办页面给这些办件指定承办单位")


def _files() -> Iterator[Finding]:
    """附件"""
    plain = sum(1 for _ in plain_files())
    yield Finding(plain == 0, f"没有密封的附件 {plain} 个", "请运行 fazhi doctor --fix")
    lost = missing() if plain == 0 else 0
    yield Finding(lost == 0, f"最近的附件中，文件不在的 {lost} 个", "请从备份恢复附件文件夹")


def _screens() -> Iterator[Finding]:
    """界面"""
    missing = [f for f in ("vendor/htmx.min.js", "vendor/echarts.min.js") if finders.find(f) is None]
    yield Finding(not missing, "界面所用的第三方文件", "请运行 python setup/vendor.py")


_LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _machine, _secrets, _database, _catalogue, _dispatch, _holidays, _editions, _people, _matters, _files, _screens,
)  # fmt: skip
