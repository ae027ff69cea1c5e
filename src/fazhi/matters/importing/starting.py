"""The start of a process that imports beside others: apart, for it is loaded before Django is set up."""

import django


def start_worker() -> None:
    """Set Django up in a new process."""
    django.setup()
