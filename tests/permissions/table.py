"""The reviewed table: operation → the roles that may; read from table.csv."""

import csv
from pathlib import Path
from typing import Any

from tests.permissions.roles import EVERYONE

FILE = Path(__file__).with_name("table.csv")
METHODS = ("get", "post", "put", "patch", "delete")


def operations() -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Return operation id → (METHOD, path, operation) of everything the API serves."""
    from fengsui.server.api import api

    document = api.get_openapi_schema(path_prefix="/api/v1/")
    return {
        operation["operationId"]: (method.upper(), path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    }


def read() -> dict[str, frozenset[str]]:
    """Return operation → roles that may."""
    with FILE.open(encoding="utf-8") as handle:
        return {
            row["operation"]: frozenset(role for role in EVERYONE if row[role].strip() == "Y") for row in csv.DictReader(handle)
        }
