"""The ledger's register of numbers: CS-150402-00001, one run a district, never yearly."""

from fengsui.kernel import numbering

PLACE = "place"
numbering.declare(PLACE, prefix="CS", width=5, yearly=False)
