"""Reading the coding table, its groups, and the results."""
