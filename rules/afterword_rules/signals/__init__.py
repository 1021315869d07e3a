"""What one message means: rules, how they are matched and weighed, and how they are checked."""
