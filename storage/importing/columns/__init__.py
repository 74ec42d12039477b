"""The bot's own files: which columns each has, and how a cell of each is read."""
