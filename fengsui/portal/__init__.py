"""Pages for people without an account: what the plate at the door opens."""
