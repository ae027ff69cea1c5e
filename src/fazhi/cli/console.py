"""What the operator reads: lines on the terminal, and how a command joins the others."""

import argparse
import sys
from collections.abc import Callable
from typing import TypeAlias

Run = Callable[[argparse.Namespace], int]
Sub: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def say(line: str = "") -> None:
    """Print a line to the operator."""
    print(line, flush=True)


def complain(line: str) -> int:
    """Print what is wrong to the error stream and return the exit code for it."""
    print(line, file=sys.stderr, flush=True)
    return 1


def group(sub: Sub, name: str, help: str) -> Sub:
    """Return the place for the commands of one group."""
    return sub.add_parser(name, help=help, description=help).add_subparsers(
        title="命令", metavar="命令", required=True
    )  # fmt: skip


def command(sub: Sub, name: str, help: str, run: Run) -> argparse.ArgumentParser:
    """Add one command and return its parser, for its arguments."""
    found = sub.add_parser(name, help=help, description=help)
    found.set_defaults(run=run)
    return found
