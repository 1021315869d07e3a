"""One true record: which application a message or event belongs to, its stages, interviews, people and promises."""
