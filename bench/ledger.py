"""Verification of the ledger: every link of every stream computed again."""

import time

from bench import city
from bench.table import Row

ROWS = 6_000


def run(rows: int = ROWS) -> list[Row]:
    """Import messages in this process and verify what came of them."""
    from datetime import UTC, datetime

    var = city.begin("ledger")
    city.furnish()
    from bench.importing import write_messages
    from fazhi.ledger.checkpoints import make_checkpoint
    from fazhi.ledger.verifying import verify
    from fazhi.matters.importing.mapping import guess
    from fazhi.matters.importing.reading import open_source
    from fazhi.matters.importing.rows import Options
    from fazhi.matters.importing.running import bring_in

    now = datetime.now(UTC)
    source = open_source(write_messages(var / "messages.csv", rows))
    bring_in(source, guess(source.columns), Options("grid_matter", city.COUNTY, "bench"), var / "rejects.csv", now)
    make_checkpoint(now)
    began = time.perf_counter()
    found = verify()
    took = time.perf_counter() - began
    assert found.sound, found.faults[:3]
    note = f"{found.events:,} events in {found.streams:,} streams, {found.checkpoints} checkpoint"
    return [Row("ledger", "events verified", "1/s", found.events / took, note=note)]
