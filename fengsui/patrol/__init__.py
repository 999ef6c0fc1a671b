"""Patrol: what is due today, the visits that were made, and the phones that send them in."""
