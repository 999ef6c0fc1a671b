"""Hazards: the closed loop from found to closed, with its state table, clocks and evidence."""
