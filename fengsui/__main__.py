"""python -m fengsui: the command line."""

from fengsui.server.commands import main

if __name__ == "__main__":
    main()
