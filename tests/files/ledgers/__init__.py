"""Makers of ugly ledgers: what streets really send, built on the spot."""
