"""The pure part: spreadsheets in, plain rows with their corrections and problems out. No Django."""
