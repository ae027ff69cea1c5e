"""`fazhi demo`: the demonstration city of this installation; and the accounts."""

import argparse
import time

from django.core.management import call_command
from django.utils import timezone

from fazhi.cities import accounts
from fazhi.cities.demo import make_city
from fazhi.cities.playing import StoryRefused
from fazhi.cli.console import Sub, command, complain, say
from fazhi.matters.catalogue import profile


def add_commands(sub: Sub) -> None:
    """Add the commands of this room."""
    command(sub, "demo", "建立演示城市：区划、单位、账号和几周的办件；再次运行不会重复", _demo)
    accounts.add_commands(sub)


def _demo(given: argparse.Namespace) -> int:
    begun = time.monotonic()
    call_command("migrate", verbosity=0)
    say(f"{profile().name}：演示城市，人物、事情均为编写。")
    try:
        made = make_city(timezone.now(), say)
    except StoryRefused as refused:
        return complain(str(refused))
    if made.regions or made.matters:
        say(
            f"新增区划 {made.regions} 个，账号 {len(made.passwords)} 个，办件 {made.matters} 件，"
            f"用时 {time.monotonic() - begun:.0f} 秒。"
        )
    return 0
