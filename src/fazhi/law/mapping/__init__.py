"""Versions of one instrument beside each other: which article became which, and which citations that makes stale."""
