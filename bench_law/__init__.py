"""Measures of the law at hand beside its peers: citations and search (`make bench-law`)."""
