"""Benchmarks: each prints one JSON line; figures are ratios against a floor measured in the same run."""
