"""A question in ordinary words to the articles that answer it."""
