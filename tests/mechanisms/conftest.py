"""The county and its messages, for every mechanism."""

from tests.matters.cast import county, sent

__all__ = ["county", "sent"]
