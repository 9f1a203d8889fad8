"""The tenant tree: congresses, their offices, areas and terms, and who may see which."""
