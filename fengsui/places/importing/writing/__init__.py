"""The long work of an import: judging every row, writing them chunk by chunk, taking them back."""
