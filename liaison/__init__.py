"""Who represents the citizens, and where to meet them."""
