"""The systemd user service: its unit files, made of facts about this machine, and what systemd is told."""
