"""What one person of a case asks another to decide: extensions of the limit, countersignatures."""
