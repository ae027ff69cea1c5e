"""Load over HTTP from a process of its own: raw sockets kept open, requests made beforehand.

python -m bench.load FILE, where FILE is a JSON job (see Job); prints the latencies in milliseconds and the failures.
"""

import json
import socket
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Job:
    """Bodies to post to one address: by `clients` each as fast as it can, or `rate` a second whatever comes back."""

    port: int
    path: str
    headers: dict[str, str]
    bodies: list[str]
    clients: int
    seconds: float
    rate: float = 0.0
    expected: tuple[int, ...] = (200, 201)


@dataclass(slots=True)
class Outcome:
    """How many were answered as expected in how many seconds, how long each took (ms), and the first failure."""

    done: int
    seconds: float
    latencies: list[float]
    failed: int = 0
    failure: str = ""
    processor: float = 0.0  # ms of the server's processor time for one answer, where the caller measures it

    def percentile(self, share: float) -> float:
        """Return the latency in milliseconds below which `share` (0–1) of the answers lie."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")

    @property
    def rate(self) -> float:
        """Return answers a second."""
        return self.done / self.seconds


class Connection:
    """One connection kept open."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rest = b""

    def post(self, request: bytes) -> tuple[int, bytes]:
        """Send a request made beforehand; return the status and the body."""
        self._socket.sendall(request)
        while b"\r\n\r\n" not in self._rest:
            self._more()
        head, _, self._rest = self._rest.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").lower().split("\r\n")
        length = next((int(line.split(":")[1]) for line in lines if line.startswith("content-length:")), 0)
        while len(self._rest) < length:
            self._more()
        body, self._rest = self._rest[:length], self._rest[length:]
        return int(lines[0].split()[1]), body

    def _more(self) -> None:
        piece = self._socket.recv(65536)
        if not piece:
            raise ConnectionError("the server closed the connection")
        self._rest += piece


class Run:
    """A job under way: threads take the next request and write down how long it took."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._requests = [_request(job, body) for body in job.bodies]
        self._next, self._lock = 0, threading.Lock()
        self._outcome = Outcome(0, 0.0, [])
        self._began = 0.0

    def finish(self) -> Outcome:
        """Do the job and return what came of it."""
        threads = [threading.Thread(target=self._work) for _ in range(self.job.clients)]
        self._began = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self._outcome.seconds = time.perf_counter() - self._began
        return self._outcome

    def _work(self) -> None:
        connection = Connection(self.job.port)
        while (n := self._take()) is not None:
            due = self._began + n / self.job.rate if self.job.rate else time.perf_counter()
            if due > self._began + self.job.seconds:
                return
            if self.job.rate and (wait := due - time.perf_counter()) > 0:
                time.sleep(wait)
            status, body = connection.post(self._requests[n])
            self._note(status, body, due)

    def _take(self) -> int | None:
        with self._lock:
            self._next += 1
            over = self._next > len(self._requests) or time.perf_counter() - self._began > self.job.seconds
            return None if over else self._next - 1

    def _note(self, status: int, body: bytes, due: float) -> None:
        # Counted from when the request was due, so that a server that falls behind cannot hide it.
        took = (time.perf_counter() - due) * 1000
        with self._lock:
            if status in self.job.expected:
                self._outcome.done += 1
                self._outcome.latencies.append(took)
            else:
                self._outcome.failed += 1
                self._outcome.failure = self._outcome.failure or f"{status} {body[:300].decode(errors='replace')}"


def _request(job: Job, body: str) -> bytes:
    content = body.encode()
    lines = [f"POST {job.path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(content)}"]
    lines += [f"{name}: {value}" for name, value in job.headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + content


if __name__ == "__main__":
    given = Job(**json.loads(Path(sys.argv[1]).read_text()))
    print(json.dumps(asdict(Run(given).finish())))
