"""Pictures, documents and citizens' private files."""
