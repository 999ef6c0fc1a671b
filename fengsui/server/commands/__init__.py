"""The command line `fengsui`: one module a group of commands, help in Chinese or English."""

from fengsui.server.commands.entry import main

__all__ = ["main"]
