"""Tags by which other pages show what is asked."""
