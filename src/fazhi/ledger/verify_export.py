"""Verifies an export of the ledger. It needs Python 3.8 and nothing else, so that an auditor can check it by reading.

python verify_export.py EXPORT [NUMBER:DIGEST …]

NUMBER:DIGEST are checkpoints that were kept outside (the digest in hexadecimal). Exit code 0: all is sound; 1:
something is not, and the first broken link of each stream is named; 2: the file is no export.
"""

from __future__ import annotations

import hashlib
import json
import struct
import sys
from collections.abc import Callable
from typing import Any

GENESIS = bytes(32)
FORMAT = 1
SM3_START = struct.unpack(">8I", bytes.fromhex("7380166f4914b2b9172442d7da8a0600a96f30bc163138aae38dee4db0fb0e4e"))


def sm3(data: bytes) -> bytes:
    """Return the SM3 digest (GB/T 32905-2016) of data."""
    padded = data + b"\x80" + bytes((55 - len(data)) % 64) + struct.pack(">Q", len(data) * 8)
    state: tuple[int, ...] = (
        0x7380166F,
        0x4914B2B9,
        0x172442D7,
        0xDA8A0600,
        0xA96F30BC,
        0x163138AA,
        0xE38DEE4D,
        0xB0FB0E4E,
    )
    for start in range(0, len(padded), 64):
        state = _compress(state, padded[start : start + 64])
    return struct.pack(">8I", *state)


def _rotate(x: int, n: int) -> int:
    n %= 32
    return ((x << n) | (x >> (32 - n))) & 0xFFFFFFFF


def _expand(block: bytes) -> list[int]:
    w = list(struct.unpack(">16I", block))
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ _rotate(w[j - 3], 15)
        w.append(x ^ _rotate(x, 15) ^ _rotate(x, 23) ^ _rotate(w[j - 13], 7) ^ w[j - 6])
    return w


def _compress(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    w = _expand(block)
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        constant = 0x79CC4519 if j < 16 else 0x7A879D8A
        ss1 = _rotate((_rotate(a, 12) + e + _rotate(constant, j)) & 0xFFFFFFFF, 7)
        ss2 = ss1 ^ _rotate(a, 12)
        ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if j < 16 else (e & f) | (~e & g)
        tt1 = (ff + d + ss2 + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
        tt2 = (gg + h + ss1 + w[j]) & 0xFFFFFFFF
        a, b, c, d = tt1, a, _rotate(b, 9), c
        e, f, g, h = tt2 ^ _rotate(tt2, 9) ^ _rotate(tt2, 17), e, _rotate(f, 19), g
    return tuple(x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h)))  # noqa: B905  strict needs Python 3.10


def sha256(data: bytes) -> bytes:
    """Return the SHA-256 digest of data."""
    return hashlib.sha256(data).digest()


HASHES = {"sha256": sha256, "sm3": sm3}


def compact(value: object) -> bytes:
    """Return the canonical JSON of a header."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def merkle_root(hash_of: Callable[[bytes], bytes], leaves: list[bytes]) -> bytes:
    """Return the root over leaf digests (RFC 6962)."""
    while len(leaves) > 1:
        pairs = [hash_of(b"\x01" + leaves[i] + leaves[i + 1]) for i in range(0, len(leaves) - 1, 2)]
        leaves = pairs + leaves[len(pairs) * 2 :]
    return leaves[0] if leaves else hash_of(b"")


class Verifier:
    """Reads an export line by line and remembers what is wrong with it."""

    def __init__(self, trusted: dict[int, bytes]) -> None:
        self.trusted = trusted
        self.faults: list[str] = []
        self.streams = self.events = self.checkpoints = 0
        self._stream: tuple[str, ...] = ()
        self._seq, self._head, self._broken = 0, GENESIS, False
        # Checkpoints come after the events and may name any of them.
        self._digests: dict[tuple[str, str, int], bytes] = {}
        self._last, self._last_digest = 0, GENESIS

    def event(self, line: dict[str, Any]) -> None:
        """Verify the next event of a stream."""
        header = line["header"]
        self.events += 1
        if (header[0], header[1]) != self._stream:
            self._stream, self._seq, self._head, self._broken = (header[0], header[1]), 0, GENESIS, False
            self.streams += 1
        digest = bytes.fromhex(line["digest"])
        self._digests[header[0], header[1], header[2]] = digest
        if self._broken:
            return
        self._seq += 1
        wrong = self._event_fault(line, header, digest)
        if wrong:
            self._broken = True
            self.faults.append(f"{header[0]}/{header[1]} 第 {self._seq} 号：{wrong}")
        self._head = digest

    def _event_fault(self, line: dict[str, Any], header: list[Any], digest: bytes) -> str:
        if header[2] != self._seq:
            return f"缺少第 {self._seq} 号事件，其后是第 {header[2]} 号。"
        if bytes.fromhex(line["prev"]) != self._head:
            return "记载的上一摘要与上一事件的摘要不符。"
        hash_of = HASHES.get(line["algorithm"])
        if hash_of is None:
            return f"摘要算法 {line['algorithm']} 不认识。"
        data = self._head + compact([FORMAT, line["algorithm"], *header]) + line["body"].encode()
        return "" if hash_of(data) == digest else "内容与摘要不符：事件在写入之后被改动。"

    def checkpoint(self, line: dict[str, Any]) -> None:
        """Verify the next checkpoint against the one before and the events."""
        self.checkpoints += 1
        number, hash_of = line["checkpoint"][0], HASHES[line["algorithm"]]
        wrong = self._checkpoint_fault(line, number, hash_of)
        if wrong:
            self.faults.append(f"检查点 {number}：{wrong}")
        for kind, stream, seq, digest in line["heads"]:
            if self._digests.get((kind, stream, seq)) != bytes.fromhex(digest):
                self.faults.append(f"{kind}/{stream} 第 {seq} 号：与检查点 {number} 所记不符，流被截短或重写。")
        self._last, self._last_digest = number, bytes.fromhex(line["digest"])

    def _checkpoint_fault(self, line: dict[str, Any], number: int, hash_of: Callable[[bytes], bytes]) -> str:
        root, prev, digest = (bytes.fromhex(line[name]) for name in ("root", "prev", "digest"))
        if number != self._last + 1 or prev != self._last_digest:
            return f"与上一检查点（第 {self._last} 号）不相接。"
        if hash_of(prev + compact([FORMAT, line["algorithm"], *line["checkpoint"]]) + root) != digest:
            return "检查点的内容与摘要不符。"
        leaves = [hash_of(b"\x00" + compact(head)) for head in line["heads"]]
        if len(leaves) != line["checkpoint"][3] or merkle_root(hash_of, leaves) != root:
            return "各流头部与默克尔根不符：检查点之下的记录被增删或改动。"
        if self.trusted.get(number, digest) != digest:
            return "与外部留存的摘要不符：账本被整体重写。"
        return ""

    def finish(self) -> None:
        """Note the checkpoints that were kept outside and are not in the export."""
        for number in sorted(n for n in self.trusted if n > self._last):
            self.faults.append(f"检查点 {number}：外部有留存而导出文件中没有，检查点被截短。")


def verify(path: str, trusted: dict[int, bytes]) -> Verifier:
    """Verify an export; ValueError or KeyError when the file is none."""
    verifier = Verifier(trusted)
    with open(path, encoding="utf-8", newline="\n") as lines:
        if json.loads(next(lines, "null")) != {"fazhi": "ledger", "format": FORMAT}:
            raise ValueError("首行不是账本导出文件的标识")
        for text in lines:
            line = json.loads(text)
            if "checkpoint" in line:
                verifier.checkpoint(line)
            else:
                verifier.event(line)
    verifier.finish()
    return verifier


def main(arguments: list[str]) -> int:
    """Verify the export named on the command line and print the result."""
    if not arguments:
        print("用法：python verify_export.py 导出文件 [检查点编号:摘要 …]")
        return 2
    try:
        pairs = (pair.split(":") for pair in arguments[1:])
        verifier = verify(arguments[0], {int(number): bytes.fromhex(digest) for number, digest in pairs})
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"无法核验 {arguments[0]}：{error}。请确认文件是完整的账本导出文件，留存摘要写作“编号:摘要”。")
        return 2
    print(f"核验：{verifier.streams} 条流，{verifier.events} 个事件，{verifier.checkpoints} 个检查点。")
    for fault in verifier.faults:
        print(fault)
    print(f"发现 {len(verifier.faults)} 处不符。" if verifier.faults else "全部相符。")
    return 1 if verifier.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
