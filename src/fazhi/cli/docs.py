"""`fazhi docs`: the reference pages that are written from the code, so that they cannot differ from it."""

import argparse
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from fazhi.cli.console import Sub, command, complain, say
from fazhi.clock.readings import READINGS
from fazhi.figures.definitions import Indicator
from fazhi.figures.registry import indicators
from fazhi.matters.catalogue import editions
from fazhi.procedure import Edition
from fazhi.procedure.editions import settings_of

FOLDER = Path("docs/reference")
WRITTEN = "<!-- 本页由 fazhi docs 生成，请不要手工修改 -->"
Commands = Mapping[str, argparse.ArgumentParser]


def add_commands(sub: Sub) -> None:
    """Add the command; it writes down every command of `sub`, itself included."""
    writing = command(sub, "docs", "由程序重新生成命令、指标、城市档案三页参考手册", partial(_run, sub.choices))
    writing.add_argument("--folder", type=Path, default=FOLDER, metavar="文件夹", help=f"默认是 {FOLDER}")
    writing.add_argument("--check", action="store_true", help="不写入，只看是否与程序一致")


def _run(commands: Commands, given: argparse.Namespace) -> int:
    if not given.folder.is_dir():
        return complain(f"没有文件夹“{given.folder}”。请在源代码的根目录下运行，或者用 --folder 指定。")
    stale = [n for n, text in pages(commands).items() if _kept(given.folder / n) != text]
    if given.check:
        return complain(f"与程序不一致：{'、'.join(stale)}。请运行 fazhi docs。") if stale else 0
    for name in stale:
        (given.folder / name).write_text(pages(commands)[name], "utf-8")
    say(f"已更新：{'、'.join(stale)}" if stale else "三页都与程序一致，没有改动。")
    return 0


def _kept(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def pages(commands: Commands) -> Mapping[str, str]:
    """Return the generated pages by file name."""
    found = {
        "cli.md": _cli(commands),
        "indicators.md": _indicators(),
        "city-profile.md": _profile(),
    }
    return {name: "\n".join([WRITTEN, "", *lines, ""]) for name, lines in found.items()}


def _cli(commands: Commands) -> Iterator[str]:
    yield "# 命令参考"
    yield ""
    yield "操作人员用的命令都是 `fazhi 命令`。在源代码目录里用 `make run` 装好之后，它在 `.venv/bin/fazhi`。"
    yield "退出码：0 做完了；1 发现问题，问题写在错误输出里；2 命令写法有误。每个命令都可以加 `--help`。"
    for name, parser in commands.items():
        yield from _one_command(f"fazhi {name}", parser)


def _one_command(words: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    below = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if below:
        yield from ("", f"## {words}", "", f"{parser.description}。")
        for name, one in below[0].choices.items():
            yield from _one_command(f"{words} {name}", one)
        return
    yield from ("", f"{'###' if words.count(' ') > 1 else '##'} {words}", "", f"{parser.description}。")
    rows = [_argument(a) for a in parser._actions if a.dest != "help"]
    if rows:
        yield from ("", "| 参数 | 说明 |", "|---|---|", *rows)


def _argument(action: argparse.Action) -> str:
    shown = str(action.metavar or action.dest)
    name = (
        f"{action.option_strings[-1]} {'' if action.nargs == 0 else shown}".strip() if action.option_strings else shown
    )
    said = [action.help or "", "" if action.option_strings or action.nargs == "*" else "必填"]
    said += ["必填"] if action.option_strings and action.required else []
    said += ["可以写几个"] if action.nargs in ("*", "+") else []
    if action.option_strings and action.nargs != 0 and action.default not in (None, "", []):
        said.append("" if "默认" in (action.help or "") else f"默认 {_default(action)}")
    return f"| `{name}` | {'；'.join(filter(None, said)).replace('|', '／')} |"


def _default(action: argparse.Action) -> str:
    return "本机的处理器个数" if action.dest == "workers" and action.metavar == "个数" else str(action.default)


def _indicators() -> Iterator[str]:
    yield "# 指标参考"
    yield ""
    yield "指标只定义一次，写在 `src/fazhi/catalogue/indicators/main.yaml`，看板、下载和发布的统计数都用它。"
    yield "分子总是分母的一部分；比率由两个数重新相除，不相加、不平均。点开任何一个数，就是它所数的办件。"
    yield "“本地口径”表示法律没有规定怎样算，各地可以不同。"
    for one in indicators().values():
        yield from ("", f"## {one.name}", "", f"{one.meaning}。", "")
        yield from (f"- {name}：{said}" for name, said in _told(one) if said)


def _told(one: Indicator) -> Iterator[tuple[str, str]]:
    yield "代码", f"`{one.id}`"
    yield "单位", one.unit
    yield "归期", "、".join(_MOMENTS[m] for m in one.placed_by) or "不归期，按统计时点计算"
    yield "分子", one.numerator_words
    yield "分母", one.denominator_words
    yield "方向", {"up": "越高越好", "down": "越低越好"}.get(one.direction, "")
    yield "少于多少不排名", f"分母不足 {one.least_denominator} 的不参加排名" if one.least_denominator else ""
    yield "依据", one.basis
    yield "本地口径", one.local
    for other, why in one.differs_from.items():
        yield f"与“{indicators()[other].name}”不同", why


_MOMENTS = {
    "opened_at": "登记时间", "ended_at": "办结时间", "due": "到期时间", "asked_at": "征询时间",
    "answered_at": "答复时间", "silent_at": "逾期未答复时间",
}  # fmt: skip


def _profile() -> Iterator[str]:
    yield from _PROFILE_HEAD.splitlines()
    for edition in _latest():
        names = sorted(settings_of(edition))
        if names:
            yield from ("", f"### {edition.name}（`{edition.procedure}`）", "", "| 设置 | 管什么期限 |", "|---|---|")
            yield from (f"| `{name}` | {'、'.join(_users(edition, name))} |" for name in names)
    yield from ("", "## 计算口径 counting", "", "法律没有规定的，由本地定；法律有规定的程序不受它影响。", "")
    yield from ("| 键 | 填 false | 填 true |", "|---|---|---|")
    yield from (f"| `{key}` | {no} | {yes} |" for key, (no, yes) in READINGS.items())


def _latest() -> list[Edition]:
    found: dict[str, Edition] = {}
    for edition in sorted(editions().values(), key=lambda e: e.valid_from):
        found[edition.procedure] = edition
    return list(found.values())


def _users(edition: Edition, setting: str) -> Iterator[str]:
    terms = [(one.name, one.terms) for one in edition.obligations.values()]
    terms += [(one.name, one.terms) for one in edition.rounds.values()]
    yield from (name for name, found in terms if any(term.setting == setting for term in found))
    for action in edition.actions.values():
        if action.extends and action.extends.setting == setting:
            yield f"{action.name}的长度"


_PROFILE_HEAD = """\
# 城市档案参考

城市档案是一个县（市、区）自己的设置，写在 `src/fazhi/catalogue/cities/城市.yaml`。
用哪一份由环境变量 `FAZHI_CITY` 决定。
里面没有一项是法律规定，界面上都显示为“本地设置”。`null` 表示没有规定：没有期限，或者不扣分。
改好后运行 `fazhi procedure check`，有错会指出行号；重新启动后生效，只用于此后起算的期限。

| 键 | 意思 |
|---|---|
| `code` | 行政区划代码，必填 |
| `name` | 名称，必填 |
| `number_prefix` | 办件编号的第一个字，必填 |
| `triage_threshold` | 分办的把握达到这个数（0 到 1）就由系统直接分办；`null` 是一律由人分办 |
| `points` | 督办扣分：`yellow` 黄牌、`red` 红牌，各是不小于 0 的整数；`null` 是不计分 |
| `counting` | 计算口径，见下 |
| `settings` | 本地期限，按程序分列，见下 |

## 本地期限 settings

每一项写成 `{n: 5, unit: working_day, basis: 依据}`，或者 `null`。
`unit` 与[程序语言](procedure-language.md)里期限的单位相同；
`basis` 必填：写本地制度的名称和文号，采用产品建议值的也照实写明。程序里写明了法律期限的，这里改不了。"""
