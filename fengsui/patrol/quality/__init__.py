"""Quality without spying: doubts over a visit told to its inspector first, then a drawn list for the supervisor to re-inspect."""
