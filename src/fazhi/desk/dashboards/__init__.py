"""Dashboards: a question a page, answered in figures that open to their records."""
