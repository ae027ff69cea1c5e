"""Who and where: regions, units, persons, posts, parties, and the one place that decides who may see what."""
