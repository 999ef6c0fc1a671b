"""What the two commands of the README are made of."""
