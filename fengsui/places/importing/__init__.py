"""Importing ledgers as streets keep them: reading, finding the header, mapping, checking, applying, undoing."""
