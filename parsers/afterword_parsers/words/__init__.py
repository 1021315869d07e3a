"""Word lists: the YAML that teaches the parsers words, vendors, zones and titles, and the way to read it."""
