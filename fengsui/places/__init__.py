"""一场所一档: the ledger of places, their classes, contacts, facilities, plates; search, map, duplicates."""
