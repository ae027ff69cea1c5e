"""A stream that is not there yet."""

from uuid import UUID, uuid4

import pytest


@pytest.fixture
def stream() -> UUID:
    """Return the id of a stream that is not there yet."""
    return uuid4()
