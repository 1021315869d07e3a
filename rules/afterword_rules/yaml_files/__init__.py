"""YAML as people write it: read strictly, with the place of every value, and all mistakes at once."""
