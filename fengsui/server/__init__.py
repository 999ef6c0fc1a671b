"""The process: settings, addresses, API assembly, supervisor, command line."""
