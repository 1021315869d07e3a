"""Business days and quiet hours: when something may be due."""
