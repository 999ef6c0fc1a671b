"""Tracks: where a person went while on duty, kept a month, looked at one day at a time, with a reason that they can read."""
