"""Citations: found in a text, resolved to provisions, checked against the corpus."""
