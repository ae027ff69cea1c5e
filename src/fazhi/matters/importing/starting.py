"""The start of a process that imports beside others: apart, for it is loaded before Django is set up."""

import gc
import os
from multiprocessing import parent_process
from threading import Thread

import django


def start_worker() -> None:
    """Set Django up in a new process, which ends when the one that started it is gone, however that ended."""
    Thread(target=_end_with_parent, daemon=True).start()
    django.setup()
    collect_rarely()


def collect_rarely() -> None:
    """Let the collector of cycles come rarely, in a process that does nothing but import.

    A batch keeps hundreds of thousands of objects at once, none in a cycle: walking over them was a sixth of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)


def _end_with_parent() -> None:
    # It waits for work on a pipe that it holds open itself: killed, the parent would leave it waiting for ever.
    if parent := parent_process():
        parent.join()
        os._exit(1)
