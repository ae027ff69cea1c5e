"""`fazhi ledger`: verify, checkpoint, export, rebuild."""

import argparse
from pathlib import Path

from django.utils import timezone

from fazhi.cli.console import Sub, command, complain, group, say
from fazhi.ledger.checkpoints import make_checkpoint
from fazhi.ledger.exporting import export
from fazhi.ledger.projections import rebuild, registered
from fazhi.ledger.verifying import report, verify


def add_commands(sub: Sub) -> None:
    """Add the commands of this group."""
    here = group(sub, "ledger", "台账：核验、存证、导出、重建")
    checking = command(here, "verify", "核验每一条记录的链，指出第一处断裂", _verify)
    checking.add_argument(
        "--trusted", action="append", default=[], metavar="编号:摘要", help="另行保存的检查点摘要，可以写多个"
    )
    command(here, "checkpoint", "对新的记录形成一个默克尔检查点", _checkpoint)
    exporting = command(here, "export", "导出全部记录，供离线核验", _export)
    exporting.add_argument("file", type=Path, metavar="文件")
    rebuilding = command(here, "rebuild", "由台账重建各表，并与原来逐行比较", _rebuild)
    rebuilding.add_argument("--check", action="store_true", help="只比较，不写入")
    rebuilding.add_argument("only", nargs="*", metavar="投影", help="只重建这些；不写则全部")


def _verify(given: argparse.Namespace) -> int:
    try:
        trusted = {int(n): bytes.fromhex(digest) for n, _, digest in (t.partition(":") for t in given.trusted)}
    except ValueError:
        return complain("--trusted 请写成“编号:摘要”，摘要为 64 位十六进制数。")
    found = verify(trusted)
    say(report(found, timezone.localtime()))
    return 0 if found.sound else 1


def _checkpoint(given: argparse.Namespace) -> int:
    made = make_checkpoint(timezone.now())
    if made is None:
        say("没有新的记录，不需要新的检查点。")
    else:
        say(f"检查点 {made.number}：{made.heads} 条流，摘要 {bytes(made.digest).hex()}。请另行保存这一行。")
    return 0


def _export(given: argparse.Namespace) -> int:
    try:
        lines = export(given.file)
    except OSError as error:
        return complain(f"写不到“{given.file}”：{error.strerror}。请核对路径和权限。")
    say(f"已导出 {lines} 行到 {given.file}。离线核验：python verify_export.py {given.file}")
    return 0


def _rebuild(given: argparse.Namespace) -> int:
    known = [p.name for p in registered()]
    if unknown := [name for name in given.only if name not in known]:
        return complain(f"没有投影：{'、'.join(unknown)}。可用：{'、'.join(known)}。")
    reports = rebuild(check=given.check, only=given.only)
    for one in reports:
        say(one.sentence())
    return 0 if all(one.identical for one in reports) else 1
