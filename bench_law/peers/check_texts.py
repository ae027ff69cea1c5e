"""china-law-mcp's own check of the citations in a text, over the texts of a JSON list on standard input.

Run in the peer's environment. Prints one JSON object: processor seconds of the fastest of two rounds over all texts,
and for each text the laws and citations that it reports.
"""

import json
import sys
import time
from typing import Any

from china_law_mcp import server


def checked(texts: list[str]) -> tuple[float, list[list[dict[str, Any]]]]:
    """Return the seconds of one round and what was found in each text."""
    began = time.process_time()
    found = [server.check_citations_in_text(text)["details"] for text in texts]
    return time.process_time() - began, found


def main() -> None:
    """Read, check once so that the peer has loaded what it needs, measure twice, print."""
    texts = json.load(sys.stdin)
    server.check_citations_in_text("《中华人民共和国民法典》第一条")
    rounds = [checked(texts) for _ in range(2)]
    json.dump({"seconds": min(seconds for seconds, _ in rounds), "found": rounds[0][1]}, sys.stdout)


if __name__ == "__main__":
    main()
