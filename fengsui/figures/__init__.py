"""Figures (口径): collects every package's figures, computes them in someone's scope, and writes the day ledger."""
