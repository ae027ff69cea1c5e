"""`fazhi`: the operator's command, put together from what each room offers."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

ROOMS = (
    "fazhi.cli.procedures", "fazhi.cli.ledgers", "fazhi.cli.messages", "fazhi.cli.triages", "fazhi.site.tokens",
    "fazhi.cli.doctor", "fazhi.cli.serving", "fazhi.cities.commands", "fazhi.cli.docs",
)  # fmt: skip


class Parser(argparse.ArgumentParser):
    """Says in Chinese what was wrong with the words of a command."""

    def error(self, message: str) -> NoReturn:
        """Print the usage and what is wrong, and leave with 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"命令写法有误：{message}\n用 {self.prog} --help 查看用法。\n")


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
    given = parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except KeyboardInterrupt:
        print("\n已停止。再次运行同一命令，会从停下的地方继续。", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
