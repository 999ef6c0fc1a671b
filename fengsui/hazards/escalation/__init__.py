"""Escalation: what is overdue, comes back or fails again climbs from the grid to the brigade and to the letter."""
