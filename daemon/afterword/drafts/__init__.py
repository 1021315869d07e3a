"""Drafts in the owner's folders: placed exactly once, found again, watched, and taken out when they are pointless."""
