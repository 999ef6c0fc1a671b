"""Ranking of areas (综合排名): rates, each over its own stock, weighed by a dated version; never counts of what was found."""

from fengsui.figures.ranking.queries import months, ranking

__all__ = ["months", "ranking"]
