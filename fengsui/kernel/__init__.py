"""What every domain leans on: accounts, scope, ids, numbers, clock, audit, evidence, outbox, documents."""
