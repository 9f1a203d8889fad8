"""What became of the opinions on a draft: worked through by article, decided, and published (意见采纳)."""
