"""Comparing periods: 环比 and 同比 by rules that nobody chooses, and why two dates differ, row by row."""
