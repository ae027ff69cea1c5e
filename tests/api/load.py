"""Creations at once in a process of its own, on the database file that FAZHI_SQLITE names.

python load.py same|own THREADS EACH: prints "status number" of every answer; the measure goes to standard error.
"""

import os
import sys
import threading
import time

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "fazhi.site.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from fazhi.api.tokens import make_token  # noqa: E402
from fazhi.people.models import Person, Post, Region, Unit  # noqa: E402

BODY = '{"text": "东街路灯坏了半个月没人修。", "region": "410922101"}'.encode()


def cast() -> str:
    """Make the smallest county, and return a dispatcher's token."""
    call_command("migrate", verbosity=0)
    for code, level, parent in (("41", 1, None), ("4109", 2, "41"), ("410922", 3, "4109"), ("410922101", 4, "410922")):
        Region.objects.create(code=code, name=code, level=level, parent_id=parent)
    Unit.objects.create(id="centre", name="网格中心", kind="grid_centre", region_id="410922", valid_from="2020-01-01")
    person = Person.objects.create_user("dispatcher", display_name="分办员")
    Post.objects.create(person=person, unit_id="centre", role="dispatcher", valid_from="2020-01-01")
    return make_token(person, "load")


def work(client: Client, headers: dict[str, str], key: str, each: int) -> None:
    """Create so many matters, one after the other, and say what was answered."""
    for n in range(each):
        one = headers | {"Idempotency-Key": key or f"{threading.get_ident()}-{n}"}
        answer = client.post("/api/v1/matters", BODY, content_type="application/json", headers=one)
        os.write(1, f"{answer.status_code} {answer.json().get('number', '')}\n".encode())


def main() -> None:
    """Run the threads."""
    key = "same" if sys.argv[1] == "same" else ""
    threads, each = int(sys.argv[2]), int(sys.argv[3])
    headers = {"Authorization": f"Bearer {cast()}"}
    pool = [threading.Thread(target=work, args=(Client(), headers, key, each)) for _ in range(threads)]
    began = time.perf_counter()
    for thread in pool:
        thread.start()
    for thread in pool:
        thread.join()
    took = time.perf_counter() - began
    print(f"{threads * each / took:.0f} creations/s", file=sys.stderr)


if __name__ == "__main__":
    main()
