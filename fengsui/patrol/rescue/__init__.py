"""Rescue files: what lay unsent on a phone that cannot send, taken in at the desk as if the phone had sent it."""
