"""Full-text search that understands Chinese: index and query backends, snippets, and the site's search screen."""
