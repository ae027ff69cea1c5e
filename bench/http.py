"""Creating matters over HTTP, durably, beside django-helpdesk: same machine, same server, same database kind."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from bench import city, peers_venv
from bench.importing import family
from bench.load import Job, Outcome
from bench.table import Row
from bench.words import samples

CLIENTS = (1, 4, 8, 16)
SECONDS = 8.0
THREADS = 8
HELPDESK = ("django-helpdesk==2.6.1", "granian>=2.5,<3", "psycopg[binary]>=3.2")
OURS = [sys.executable, "-m", "fazhi.site.main"]
NAMES = {"sqlite": "SQLite, synchronous FULL", "postgres": "PostgreSQL, fsync on"}


@dataclass(frozen=True, slots=True)
class Target:
    """A server that is up: where to post, and the body for each message."""

    port: int
    path: str
    headers: dict[str, str]
    body: Callable[[int], str]
    expected: tuple[int, ...] = (200, 201)
    pid: int = 0


def run(seconds: float = SECONDS, clients: tuple[int, ...] = CLIENTS) -> list[Row]:
    """Measure on the database kind that DB names."""
    kind = "postgres" if os.environ.get("DB") == "postgres" else "sqlite"
    python = peers_venv.ready("helpdesk", HELPDESK)
    with helpdesk(python, kind) as doors:
        for target in doors.values():
            load(target, 2, 2.0)  # first requests load what later ones find loaded
        theirs = {door: {n: load(target, n, seconds) for n in clients} for door, target in doors.items()}
    with fazhi() as target:
        load(target, 4, 2.0)
        ours = {n: load(target, n, seconds) for n in clients}
        peak = max(outcome.rate for outcome in ours.values())
        calm = load(target, 32, seconds, rate=peak / 2)
    fastest = max(theirs, key=lambda door: max(outcome.rate for outcome in theirs[door].values()))
    rows = [row for door in theirs for row in _rates(kind, door, ours, theirs[door], judged=door == fastest)]
    offered = f"{calm.rate:.0f}/s offered without waiting for answers to {_workers()} worker processes"
    note = f"{offered}; p50 {calm.percentile(0.5):.1f} ms"
    return [*rows, Row("http", f"{NAMES[kind]}: p99 at half the peak rate", "ms", calm.percentile(0.99),
                       goal=100, sense="<", note=note + _failures(calm))]  # fmt: skip


def _rates(
    kind: str, door: str, ours: dict[int, Outcome], theirs: dict[int, Outcome], *, judged: bool
) -> Iterator[Row]:  # fmt: skip
    """Yield a line for each number of clients; the goal stands beside the faster of helpdesk's two doors."""
    peer = f"django-helpdesk 2.6.1, {door}"
    for n in ours:
        note = " ".join(
            f"{name} p50 {found.percentile(0.5):.0f} p99 {found.percentile(0.99):.0f} ms{_failures(found)};"
            for name, found in (("ours", ours[n]), ("helpdesk", theirs[n]))
        )
        yield Row(
            "http", f"{NAMES[kind]}: created with {n} client{'s' if n > 1 else ''}", "1/s", ours[n].rate,
            theirs[n].rate, peer, 10 if judged else None, ">=", on_ratio=True, note=note.rstrip(";"),
        )  # fmt: skip
    most = max(ours)
    # What else the machine does spoils a rate at once, this far less.
    yield Row("http", f"{NAMES[kind]}: processor time of the server for one", "ms", ours[most].processor,
              theirs[most].processor, peer, note=f"with {most} clients; less is better")  # fmt: skip


def _workers() -> int:
    """Return how many processes `fazhi serve` starts on this machine."""
    from fazhi.cli.serving import MOST_WORKERS

    return min(os.cpu_count() or 1, MOST_WORKERS)


def _failures(found: Outcome) -> str:
    return f" ({found.failed} failed: {found.failure})" if found.failed else ""


_sent = 0


def load(target: Target, clients: int, seconds: float, rate: float = 0.0) -> Outcome:
    """Post messages, none of them twice, from a process of its own."""
    global _sent
    count = int(seconds * (rate or 900)) + clients
    bodies = [target.body(n) for n in range(_sent, _sent + count)]
    _sent += count
    job = Job(target.port, target.path, target.headers, bodies, clients, seconds, rate, target.expected)
    path = peers_venv.BENCH / "tmp" / f"job-{os.getpid()}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(job)))
    before = _processor_seconds(target.pid)
    done = subprocess.run(
        [sys.executable, "-m", "bench.load", str(path)], cwd=city.ROOT, capture_output=True, text=True, check=True
    )
    path.unlink()
    outcome = Outcome(**json.loads(done.stdout))
    outcome.processor = (_processor_seconds(target.pid) - before) * 1000 / max(outcome.done, 1)
    return outcome


def _processor_seconds(pid: int) -> float:
    """Return the processor time that a server and its children have used so far."""
    ticks = 0
    for one in family(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def fazhi() -> Iterator[Target]:
    """Serve an empty installation as `fazhi serve` does."""
    city.begin("http")
    if os.environ.get("DB") == "postgres":
        _fresh_database("fazhi_bench")
    city.furnish()
    token, places = _token(), city.villages()
    port = free_port()
    words = [*OURS, "serve", "--port", str(port), "--no-work"]
    texts = [json.dumps({"title": s.title, "text": s.text}, ensure_ascii=False)[1:-1] for s in samples(2_000, seed=3)]

    def body(n: int) -> str:
        return f'{{{texts[n % len(texts)]}, "region": "{places[n % len(places)]}", "channel": "bench"}}'

    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with server(words, port, cwd=city.ROOT, environ=dict(os.environ), ready="/api/v1/openapi.json") as pid:
        yield Target(port, "/api/v1/matters", headers, body, pid=pid)


def _token() -> str:
    from django.db import connections

    from fazhi.api.tokens import make_token
    from fazhi.people.models import Person

    token = make_token(Person.objects.get(username="bench"), "bench")
    connections.close_all()
    return str(token)


@contextmanager
def helpdesk(python: str, kind: str) -> Iterator[dict[str, Target]]:
    """Serve an empty helpdesk; give its REST address and its public form."""
    var = peers_venv.BENCH / "tmp" / f"helpdesk-{kind}"
    shutil.rmtree(var, ignore_errors=True)
    var.mkdir(parents=True)
    environ = {**os.environ, "BENCH_VAR": str(var), "BENCH_PGDATABASE": "helpdesk_bench"}
    environ.pop("DJANGO_SETTINGS_MODULE", None)
    if kind == "postgres":
        _fresh_database("helpdesk_bench", remember=False)
    port = free_port()
    texts = list(samples(2_000, seed=3))

    def ticket(n: int) -> str:
        s = texts[n % len(texts)]
        return json.dumps({"queue": 1, "title": s.title, "description": s.text, "priority": 3,
                           "submitter_email": "resident@example.org"}, ensure_ascii=False)  # fmt: skip

    def form(n: int) -> str:
        from urllib.parse import urlencode

        s = texts[n % len(texts)]
        return urlencode({"queue": 1, "title": s.title, "body": s.text, "priority": 3,
                          "submitter_email": "resident@example.org"})  # fmt: skip

    words = [python, "helpdesk_serve.py", str(port), str(THREADS)]
    json_headers = {"Authorization": "Bearer bench", "Content-Type": "application/json"}
    with server(words, port, cwd=peers_venv.HERE / "peers", environ=environ, ready="/tickets/submit/") as pid:
        form_headers = {"Content-Type": "application/x-www-form-urlencoded"}
        yield {
            "REST": Target(port, "/api/tickets/", json_headers, ticket, pid=pid),
            "public form": Target(port, "/tickets/submit/", form_headers, form, (302,), pid),
        }


@contextmanager
def server(words: list[str], port: int, cwd: Path, environ: dict[str, str], ready: str) -> Iterator[int]:
    """Run a server until the block ends and give its process; RuntimeError with its last words if it stays silent."""
    log = peers_venv.BENCH / "tmp" / f"server-{port}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as said, subprocess.Popen(words, cwd=cwd, env=environ, stdout=said, stderr=said) as process:
        try:
            _wait(f"http://127.0.0.1:{port}{ready}", process, log)
            yield process.pid
        finally:
            process.terminate()
            process.wait(30)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urlopen(url, timeout=30).close()
        except (URLError, ConnectionError):
            time.sleep(0.2)
            continue
        return
    raise RuntimeError(f"no answer from {url}: {log.read_text()[-3000:]}")


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _fresh_database(name: str, *, remember: bool = True) -> None:
    """Make an empty PostgreSQL database, and let this process use it where `remember`."""
    import psycopg

    with psycopg.connect(dbname="postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    if remember:
        os.environ["PGDATABASE"] = name
