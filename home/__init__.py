"""What the congress publishes: the home page, a section for each congress, plain pages and notices."""
