"""The law at hand: texts to articles, versions by date, citations, maps between versions, search. Knows no Django."""
