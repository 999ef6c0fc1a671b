"""Household visits: doors of residential buildings, what came of each knock; doors and counts, never who lives there."""
