"""重大火灾隐患: suspected by rules of the hazard's own date, decided, listed and released by people."""
