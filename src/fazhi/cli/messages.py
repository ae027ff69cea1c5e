"""`fazhi import messages`: bring messages in from files."""

import argparse
import os
import sys
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from tqdm import tqdm

from fazhi.cli.console import Sub, command, complain, group, say
from fazhi.matters.catalogue import current, editions, profile
from fazhi.matters.frozen import hold
from fazhi.matters.importing.dates import dated
from fazhi.matters.importing.mapping import BadMapping, ColumnMap, guess, read_mapping
from fazhi.matters.importing.reading import Source, UnreadableFile, open_source
from fazhi.matters.importing.rows import Options
from fazhi.matters.importing.running import Tally, bring_in


def add_commands(sub: Sub) -> None:
    """Add the commands of this group."""
    here = group(sub, "import", "导入")
    one = command(here, "messages", "导入来信（CSV、XLSX、JSONL）；中断后再次运行即可继续", _run)
    one.add_argument("files", nargs="+", type=Path, metavar="文件")
    one.add_argument(
        "--map", type=Path, metavar="文件", help="列的对应关系（YAML，含义: 列名；dates: 日期次序）；不写则猜测"
    )
    one.add_argument("--yes", action="store_true", help="不再询问列的对应关系")
    one.add_argument("--procedure", default="grid_matter", metavar="程序", help="按哪个程序登记")
    one.add_argument("--region", default="", metavar="区划代码", help="没有写明区域的来信记在哪里；默认全县")
    one.add_argument(
        "--keep-times", action="store_true", help="以来件时间为登记时间（补录历史数据）；默认以现在为登记时间"
    )
    one.add_argument("--rejects", type=Path, metavar="文件", help="未导入的行写到哪里；默认在 var/rejects/")
    one.add_argument("--workers", type=int, default=os.cpu_count() or 1, metavar="个数", help="同时工作的进程数")


def _run(given: argparse.Namespace) -> int:
    if given.procedure not in _importable():
        return complain(f"不能按“{given.procedure}”导入。可用：{'、'.join(_importable())}。")
    hold()
    worst = 0
    for path in given.files:
        try:
            source = open_source(path)
            named = read_mapping(given.map, source.columns) if given.map else guess(source.columns)
            columns = dated(named, source)
        except (UnreadableFile, BadMapping) as error:
            worst = complain(f"{path}：{error}")
            continue
        except OSError as error:
            worst = complain(f"读不到“{error.filename}”。请核对路径和权限。")
            continue
        if not _confirmed(given, path, columns, guessed=not given.map or columns != named):
            return complain("没有导入。请用 --map 指定列的对应关系。")
        worst = max(worst, _one(given, source, columns))
    return worst


def _importable() -> list[str]:
    return sorted({e.procedure for e in editions().values() if e.opens_by_message})


def _confirmed(given: argparse.Namespace, path: Path, columns: ColumnMap, *, guessed: bool) -> bool:
    say(f"{path} 的列：\n{columns.describe()}")
    if given.yes or not guessed or not sys.stdin.isatty():
        return True
    return input("对吗？回车继续，n 停止：").strip().lower() not in ("n", "no", "否")


def _one(given: argparse.Namespace, source: Source, columns: ColumnMap) -> int:
    now = timezone.now()
    rejects = given.rejects or Path(settings.VAR) / "rejects" / f"{source.path.stem}-{now:%Y%m%d-%H%M%S}.csv"
    edition = current(given.procedure, timezone.localdate(now))
    opening = edition.actions[edition.intake.action].fields if edition.intake else ()
    options = Options(
        given.procedure, given.region or profile().code, f"import-{now:%Y%m%d%H%M%S}",
        frozenset(f.id for f in opening), given.keep_times,
    )  # fmt: skip
    with tqdm(unit="行", desc=source.path.name, mininterval=0.5) as bar:
        tally = bring_in(
            source, columns, options, rejects, now, watch=lambda rows: bar.update(rows), workers=given.workers
        )
    return _told(tally, rejects)


def _told(tally: Tally, rejects: Path) -> int:
    say(
        f"共 {tally.rows} 行：新登记 {tally.opened} 件（其中系统分办 {tally.dispatched} 件），"
        f"已登记过 {tally.known} 行，未导入 {tally.rejected} 行。"
    )
    for why, count in sorted(tally.reasons.items(), key=lambda r: -r[1]):
        say(f"  未导入：{why} {count} 行")
    if tally.rejected:
        say(f"未导入的行连同原因写在 {rejects}，改正后可以再次导入。")
    else:
        rejects.unlink(missing_ok=True)
    return 0 if tally.adds_up() else complain("行数对不上，请把本次导入的文件和输出交给维护人员。")
