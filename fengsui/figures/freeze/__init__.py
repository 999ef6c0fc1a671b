"""Freezing (锁数): a published number is kept with a hash of its rows, signed; what changes after shows as a difference."""
