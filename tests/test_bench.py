"""The bench: its parts are there, its lines judge goals rightly, its load counts what failed."""

import importlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bench import page
from bench.__main__ import MODULES
from bench.load import Job, Run
from bench.table import Row, markdown, plain
from bench.words import samples


@pytest.mark.parametrize("module", MODULES.values())
def test_every_part_can_be_loaded_and_run(module: str) -> None:
    assert callable(importlib.import_module(module).run)


@pytest.mark.parametrize(
    ("row", "met"),
    [
        (Row("p", "w", "1/s", 100.0, goal=100, sense=">="), True),
        (Row("p", "w", "1/s", 99.9, goal=100, sense=">="), False),
        (Row("p", "w", "ms", 100.0, goal=100, sense="<"), False),
        (Row("p", "w", "1/s", 90.0, 10.0, "peer", 10, ">=", on_ratio=True), False),
        (Row("p", "w", "1/s", 100.0, 10.0, "peer", 10, ">=", on_ratio=True), True),
        (Row("p", "w", "1/s", 100.0), None),
        (Row("p", "w", "1/s", None, goal=1, sense=">="), None),
    ],
)
def test_a_line_judges_its_goal(row: Row, met: bool | None) -> None:
    assert row.met is met


def test_what_was_left_out_says_so() -> None:
    assert "left out" in plain([Row("triage", "dispatch", "", None)])


def test_messages_are_varied_and_of_the_length_told() -> None:
    texts = [s.text for s in samples(2_000)]
    assert len(set(texts)) == 2_000
    assert all(40 <= len(text) <= 200 for text in texts)


def test_the_newest_run_stands_first_and_none_is_lost(tmp_path: Path) -> None:
    place = tmp_path / "benchmarks.md"
    page.write({"date": "first"}, [Row("list", "a", "ms", 1.0)], place)
    page.write({"date": "second"}, [Row("list", "b", "ms", 2.0)], place)
    text = place.read_text("utf-8")
    assert text.index("## second") < text.index("## first")
    assert text.count("# Benchmarks") == 1 + text.count("## # Benchmarks")
    assert markdown([Row("list", "a", "ms", 1.0)]).splitlines()[-1] in text


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(500 if content == b"bad" else 201)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_the_load_counts_answers_and_failures_apart() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found = Run(Job(server.server_port, "/", {}, ["good", "bad", "good"], 2, 30.0)).finish()
    server.shutdown()
    server.server_close()
    assert (found.done, found.failed) == (2, 1)
    assert found.failure.startswith("500")
