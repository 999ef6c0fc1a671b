"""Django management commands of this project."""
