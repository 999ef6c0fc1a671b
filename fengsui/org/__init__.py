"""The people and the ground: areas, zones, organizations, members, posts, equipment."""
