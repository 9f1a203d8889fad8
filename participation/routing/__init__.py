"""分办规则: ordered rules that propose who should handle an opinion; a person decides."""
