"""The law at hand as every door shows it: the installation's open corpus, its pages, its links."""
