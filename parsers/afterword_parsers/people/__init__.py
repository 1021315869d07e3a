"""Who is in a message: who wrote it, who signed it, whom it names, and whom the reader will meet."""
