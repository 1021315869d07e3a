"""Which job a message is about: the employer, the role, the place, and the vendor in between."""
