"""The corpus: one SQLite file, built by imports, read-only while the city works."""
