"""Bringing messages in from files: read, map, open matters in batches, keep every bad row with its reason."""
