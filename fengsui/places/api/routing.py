"""The one router of the ledger: reading and writing share paths, and a path lives in one router only."""

from ninja import Router

router = Router(tags=["places"])
