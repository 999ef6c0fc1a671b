"""Stories and properties of the ledger of places."""
