"""The audit desk: searching and taking away the log, checking the chain of seals, raising the alarm when it is broken."""
