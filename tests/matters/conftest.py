"""The county and its messages, for every test of this room."""

from tests.matters.cast import county, sent

__all__ = ["county", "sent"]
