"""The command line: each group of commands in a module. A command imports what it needs when it is called."""
