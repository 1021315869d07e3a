"""Consent instead of passwords (OAuth 2.0, RFC 6749): asked for in a browser, kept in the keyring, renewed as needed."""
