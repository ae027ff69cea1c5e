"""Finding copies of one message among examples, so that no copy is learnt from while another is examined."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from fazhi.triage.examples import Example
from fazhi.triage.reading import Floats, codes_of, keys_of

ALIKE: Final = 0.4
"""Share of two messages' weighted pairs that both have, from which they are one message."""
CONTAINED: Final = 0.6
"""Share of the shorter one's pairs found in the other, from which it is a shortened copy: stop words taken out, say."""
LEAST: Final = 50.0
"""Weight from which a message is long enough for the second rule; two short ones share much by chance."""
COMMON: Final = 0.05
"""Pairs of characters that more than this share of messages have tell nothing about copies."""


def grouped(examples: Sequence[Example]) -> list[Example]:
    """Give every example a group: copies, shortened copies and examples that share a group already get the same."""
    if not examples:
        return []
    pairs = _pairs(examples)
    size = len(examples)
    _, own = np.unique([one.group or f"#{at}" for at, one in enumerate(examples)], return_inverse=True)
    first = {group: at for at, group in reversed(list(enumerate(own)))}
    stated = sparse.csr_matrix((np.ones(size), (np.arange(size), [first[group] for group in own])), shape=(size, size))
    _, groups = connected_components(_copies(pairs) + stated, directed=False)
    return [replace(one, group=f"g{group}") for one, group in zip(examples, groups, strict=True)]


def _pairs(examples: Sequence[Example]) -> sparse.csr_matrix:
    """Return which pairs of characters each message has; a pair weighs the root of its rarity (ln N/df)."""
    found = [np.unique(keys_of(codes_of(one.text), 2)) for one in examples]
    found = [keys[keys > 0xFFFF] for keys in found]
    every, columns, counts = np.unique(np.concatenate(found), return_inverse=True, return_counts=True)
    ends = np.cumsum([0, *(keys.size for keys in found)])
    ones = np.ones(columns.size, np.float32)
    rows = sparse.csr_matrix((ones, columns, ends), shape=(len(found), every.size))
    told = (counts > 1) & (counts <= max(COMMON * len(found), 10))
    rarity = np.sqrt(np.log((1 + len(found)) / counts[told])).astype(np.float32)
    return (rows[:, told] @ sparse.diags_array(rarity)).tocsr()


def _copies(pairs: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return the links between messages that are copies of each other."""
    weight: Floats = np.asarray(pairs.multiply(pairs).sum(axis=1)).ravel()
    size = pairs.shape[0]
    links = [sparse.csr_matrix((size, size))]
    for start in range(0, size, 1_000):
        shared = (pairs[start : start + 1_000] @ pairs.T).tocoo()
        row, column, value = shared.row + start, shared.col, shared.data
        lesser = np.minimum(weight[row], weight[column])
        alike = value > ALIKE * (weight[row] + weight[column] - value)
        linked = alike | ((value > CONTAINED * lesser) & (lesser > LEAST))
        links.append(sparse.csr_matrix((np.ones(linked.sum()), (row[linked], column[linked])), shape=(size, size)))
    return sum(links[1:], links[0])
