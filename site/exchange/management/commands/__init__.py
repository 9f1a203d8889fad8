"""Commands of the export framework."""
