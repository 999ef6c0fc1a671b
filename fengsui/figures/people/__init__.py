"""People and their work: who holds a post in an area, and one person's page. Counts and rows of work, never where they walked."""

from fengsui.figures.people.posts import on_posts
from fengsui.figures.people.work import work

__all__ = ["on_posts", "work"]
