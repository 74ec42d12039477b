"""One module per command-line command, imported when it is called."""
