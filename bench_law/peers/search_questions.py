"""china-law-mcp's own search over the questions of a JSON list on standard input.

Run in the peer's environment. Prints one JSON object: for each question the laws and article numbers it ranks, best
first, and its milliseconds of the processor.
"""

import json
import sys
import time

from china_law_mcp import retrieval


def main() -> None:
    """Read, ask once so that the peer has loaded what it needs, ask all, print."""
    retrieval.search("合同无效怎么办", 100)
    found, spent = [], []
    for question in json.load(sys.stdin):
        began = time.process_time()
        hits = retrieval.search(question, 100)
        spent.append((time.process_time() - began) * 1000)
        found.append([[hit["law_name"], hit["article_no_arabic"]] for hit in hits])
    json.dump({"found": found, "milliseconds": spent}, sys.stdout)


if __name__ == "__main__":
    main()
