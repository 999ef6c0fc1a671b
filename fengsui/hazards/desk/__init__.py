"""The desk: what needs the one who sits at it, and nothing else, ordered by consequence."""
