"""Merkle trees after RFC 6962: a root over leaves, and the proof that one leaf is under a root."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Hash = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Step:
    """The digest beside the path at one level, and the side it stands on."""

    digest: bytes
    left: bool


def leaf_hash(hash_of: Hash, content: bytes) -> bytes:
    """Return the digest of a leaf; the prefix keeps a leaf from passing for a node."""
    return hash_of(b"\x00" + content)


def root_of(hash_of: Hash, leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf digests; the digest of nothing for no leaves."""
    level = list(leaves)
    if not level:
        return hash_of(b"")
    while len(level) > 1:
        level = _next_level(hash_of, level)
    return level[0]


def proof_of(hash_of: Hash, leaves: Sequence[bytes], place: int) -> tuple[Step, ...]:
    """Return the steps from the leaf at `place` (from 0) up to the root."""
    steps, level = [], list(leaves)
    while len(level) > 1:
        beside = place ^ 1
        if beside < len(level):
            steps.append(Step(level[beside], left=beside < place))
        level, place = _next_level(hash_of, level), place // 2
    return tuple(steps)


def proved(hash_of: Hash, leaf: bytes, steps: Sequence[Step], root: bytes) -> bool:
    """Tell whether the steps lead from a leaf digest to the root."""
    for step in steps:
        leaf = hash_of(b"\x01" + (step.digest + leaf if step.left else leaf + step.digest))
    return leaf == root


def _next_level(hash_of: Hash, level: list[bytes]) -> list[bytes]:
    pairs = [hash_of(b"\x01" + level[i] + level[i + 1]) for i in range(0, len(level) - 1, 2)]
    # A last one without a partner rises as it is: paired with itself, two different lists would share a root.
    return pairs + level[len(pairs) * 2 :]
