"""Prints the API's OpenAPI document, from which the web client's types are made."""

import json
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Print OpenAPI JSON to standard output."""

    help = "Print the OpenAPI document of the API"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the document, keys in order, one line."""
        from fengsui.server.api import api

        self.stdout.write(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), ensure_ascii=False, sort_keys=True))
