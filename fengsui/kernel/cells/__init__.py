"""Cells: what figures count by day, area and line, kept in the transaction of the fact and read in place of the facts."""
