"""What the tests stand on: a PostgreSQL of their own, the search for programs, the pytest plugin."""
