"""Sightings: the further witnesses of one case, and which case a new finding belongs to."""
