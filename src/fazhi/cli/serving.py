"""`fazhi serve` and `fazhi work`: the pages, and what has to happen by itself."""

import argparse
import os
import signal
import subprocess
import sys
import time
from datetime import datetime

from django.core.management import call_command
from django.utils import timezone

from fazhi.cli.console import Sub, command, say
from fazhi.matters.catalogue import editions
from fazhi.matters.frozen import hold
from fazhi.notices.chores import run_due

MOST_WORKERS = 4  # one writes while the others compute; more of them only wait for the disk


def add_commands(sub: Sub) -> None:
    """Add the commands of this group."""
    serving = command(sub, "serve", "打开网页和接口，并照看到期事项", _serve)
    serving.add_argument("--address", default="127.0.0.1", metavar="地址")
    serving.add_argument("--port", type=int, default=8000, metavar="端口")
    serving.add_argument("--threads", type=int, default=8, metavar="线程数")
    serving.add_argument("--workers", type=int, default=min(os.cpu_count() or 1, MOST_WORKERS), metavar="进程数")
    serving.add_argument("--no-work", action="store_true", help="不照看到期事项（另有 fazhi work 在运行）")
    working = command(sub, "work", "照看到期事项：到期、默示效力、督办、检查点、清理草稿", _work)
    working.add_argument("--every", type=float, default=30.0, metavar="秒")
    working.add_argument("--once", action="store_true", help="只做一遍")


def _serve(given: argparse.Namespace) -> int:
    from granian import Granian
    from granian.constants import Interfaces

    editions()  # a wrong file of the city stops the start, not the first page that needs it
    call_command("migrate", verbosity=0)
    hold()
    call_command("collectstatic", verbosity=0, interactive=False)
    helper = None if given.no_work else subprocess.Popen([sys.executable, "-m", "fazhi.site.main", "work"])
    site = f"http://{given.address}:{given.port}"
    say(f"已打开：{site}/（群众）  {site}/desk/（工作人员）  按 Ctrl+C 停止")
    try:
        Granian(
            "fazhi.site.wsgi:application", address=given.address, port=given.port, interface=Interfaces.WSGI,
            workers=given.workers, blocking_threads=given.threads, websockets=False, log_access=False,
        ).serve()  # fmt: skip
    finally:
        if helper is not None:
            helper.terminate()
            helper.wait(10)
    return 0


def _work(given: argparse.Namespace) -> int:
    hold()
    parent = os.getppid()
    last: dict[str, datetime] = {}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    while True:
        failed = run_due(timezone.now(), last)
        if given.once or os.getppid() != parent:
            return 1 if failed else 0
        time.sleep(given.every)
