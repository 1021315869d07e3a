"""Calendar data: invitations and events out of iCalendar bytes, time zones under every name they go by."""
