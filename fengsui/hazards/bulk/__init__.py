"""One deed on many cases: looked at first, done as long work, what could not be done listed, taken back where it may be."""
