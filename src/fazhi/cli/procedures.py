"""`fazhi procedure`: check, show, draw, compare and export procedure files."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from fazhi.cli.console import Sub, command, complain, group, say
from fazhi.matters.catalogue import editions, read_editions
from fazhi.matters.moving import move_all, preview_move
from fazhi.procedure import Actor, BadDefinition, Edition, load_edition
from fazhi.procedure.bpmn import to_bpmn
from fazhi.procedure.diagram import diagram_svg
from fazhi.procedure.diff import diff_text
from fazhi.procedure.explain import show


def add_commands(sub: Sub) -> None:
    """Add the commands of this group."""
    here = group(sub, "procedure", "程序：检查、查看、画图、比较、导出")
    checking = command(here, "check", "检查程序文件；不写文件名则检查全部", _check)
    checking.add_argument("files", nargs="*", type=Path, metavar="文件")
    for name, help, run in (("show", "用文字说明一个程序", _show), ("diagram", "画出一个程序的流程图", _diagram),
                            ("bpmn", "导出为 BPMN 2.0 文件", _bpmn)):  # fmt: skip
        one = command(here, name, help, run)
        one.add_argument("edition", metavar="程序", help="程序名或者版本号，例如 grid_matter，也可以是文件")
        one.add_argument("-o", "--output", type=Path, metavar="文件", help="写到文件；不写则打印")
    for name, help, run in (("diff", "比较两个版本", _diff), ("move", "把在办件迁移到新版本；不写 --do 只预览", _move)):
        one = command(here, name, help, run)
        one.add_argument("old", metavar="旧版本")
        one.add_argument("new", metavar="新版本")
        if run is _move:
            one.add_argument("--do", action="store_true", help="办理迁移")


def _check(given: argparse.Namespace) -> int:
    try:
        found = _given(given.files) if given.files else read_editions(Path(settings.FAZHI_LOCAL_CATALOGUE))
    except BadDefinition as bad:
        for problem in bad.problems:
            complain(str(problem))
        return complain(f"共 {len(bad.problems)} 处错误，没有载入。")
    except OSError as error:
        return complain(f"读不到“{error.filename}”。请核对路径。")
    for edition in found.values():
        say(f"{edition.id}  {edition.name}：{len(edition.stages)} 个环节，{len(edition.actions)} 项办理，没有错误")
    return 0


def _given(files: list[Path]) -> Mapping[str, Edition]:
    return {str(path): load_edition(path) for path in files}


def _find(name: str) -> Edition:
    """Return an edition by its id, by its procedure's name (the latest), or from a file; LookupError where none is."""
    if name.endswith(".yaml"):
        try:
            return load_edition(Path(name))
        except OSError:
            raise LookupError(f"读不到“{name}”。请核对路径。") from None
    known = editions()
    named = [e for e in known.values() if name in (e.id, e.procedure)]
    if not named:
        raise LookupError(f"没有程序“{name}”。可用：{'、'.join(known)}。")
    return max(named, key=lambda e: e.valid_from)


def _written(given: argparse.Namespace, text: str) -> int:
    if not given.output:
        say(text)
        return 0
    try:
        given.output.write_text(text, "utf-8")
    except OSError:
        return complain(f"写不到“{given.output}”。请核对路径和权限。")
    say(f"已写到 {given.output}")
    return 0


def _with(given: argparse.Namespace, make: Callable[[Edition], str]) -> int:
    try:
        return _written(given, make(_find(given.edition)))
    except (LookupError, BadDefinition) as error:
        return complain(str(error))


def _show(given: argparse.Namespace) -> int:
    return _with(given, show)


def _diagram(given: argparse.Namespace) -> int:
    return _with(given, diagram_svg)


def _bpmn(given: argparse.Namespace) -> int:
    return _with(given, to_bpmn)


def _diff(given: argparse.Namespace) -> int:
    try:
        say(diff_text(_find(given.old), _find(given.new)))
    except (LookupError, BadDefinition) as error:
        return complain(str(error))
    return 0


def _move(given: argparse.Namespace) -> int:
    try:
        old, new = _find(given.old), _find(given.new)
    except (LookupError, BadDefinition) as error:
        return complain(str(error))
    now = timezone.now()
    say(str(preview_move(old, new, now)))
    if given.do:
        say(f"已迁移 {move_all(old, new, Actor('operator'), now)} 件。")
    return 0
