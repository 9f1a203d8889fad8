"""Export of long lists: asked for, made in the background, fetched by whoever asked."""
