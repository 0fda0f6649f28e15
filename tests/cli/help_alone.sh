# frugal alone shows what it can do, and says that a command was missing.
frugal
