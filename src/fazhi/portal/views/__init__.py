"""The residents' pages: each view fetches, calls one action or presenter, and answers."""
