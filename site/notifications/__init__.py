"""Messages to citizens and staff: an outbox in the database, channels that empty it, and what failed."""
