"""`fazhi`: the operator's command, put together from what each room offers."""

import argparse
import importlib
import os
import re
import sys
from collections.abc import Sequence
from typing import NoReturn

from fazhi.procedure.errors import BadDefinition

ROOMS = (
    "fazhi.cli.procedures", "fazhi.cli.ledgers", "fazhi.cli.messages", "fazhi.cli.triages", "fazhi.site.tokens",
    "fazhi.cli.laws", "fazhi.cli.assistants", "fazhi.cli.doctor", "fazhi.cli.serving", "fazhi.cities.commands",
    "fazhi.cli.docs",
)  # fmt: skip
WORDS = (
    (r"^argument ([^:]+): ", r"\1 "),
    (r"the following arguments are required: ", "缺少 "),
    (r"unrecognized arguments: ", "不认识 "),
    (r"invalid choice: (.+?) \(choose from (.+)\)", r"没有 \1，可用：\2"),
    (r"invalid \w+ value: (.+)", r"不能是 \1"),
    (r"expected (?:one argument|at least one argument)", "后面还要写一个值"),
)
"""What argparse says, and what the operator reads instead."""


class Parser(argparse.ArgumentParser):
    """Says in Chinese what was wrong with the words of a command."""

    def error(self, message: str) -> NoReturn:
        """Print the usage and what is wrong, and leave with 2."""
        self.print_usage(sys.stderr)
        for said, ours in WORDS:
            message = re.sub(said, ours, message)
        self.exit(2, f"命令写法有误：{message}。\n用 {self.prog} --help 查看用法。\n")


def parser() -> argparse.ArgumentParser:
    """Return the parser with every command of every room."""
    top = Parser(prog="fazhi", description="法治：一个依法治理的城市的工作系统")
    sub = top.add_subparsers(title="命令", metavar="命令", required=True)
    for room in ROOMS:
        importlib.import_module(room).add_commands(sub)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 when it did its work, 1 when it found something wrong, 2 for a wrong command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fazhi.site.settings")
    import django

    django.setup()
    from django.db import DatabaseError

    given = parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except BadDefinition as bad:
        print(f"{bad}\n程序文件共 {len(bad.problems)} 处错误，没有办理。改正后请再运行。", file=sys.stderr)
        return 1
    except DatabaseError as error:
        print(f"数据库不能用：{error}。请运行 fazhi doctor，按它的说明处理。", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n已停止。再次运行同一命令，会从停下的地方继续。", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
