"""Stories of the pages for people without an account."""
