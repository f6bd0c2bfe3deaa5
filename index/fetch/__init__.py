"""Fetching: polite and safe HTTP. Knows no feed and no article; nothing is imported here."""
