"""The start of a process that imports beside others: apart, for it is loaded before Django is set up."""

import os
from multiprocessing import parent_process
from threading import Thread

import django


def start_worker() -> None:
    """Set Django up in a new process, which ends when the one that started it is gone, however that ended."""
    Thread(target=_end_with_parent, daemon=True).start()
    django.setup()


def _end_with_parent() -> None:
    # It waits for work on a pipe that it holds open itself: killed, the parent would leave it waiting for ever.
    if parent := parent_process():
        parent.join()
        os._exit(1)
