"""From the texts of sources to divisions, articles, paragraphs, items and points."""
