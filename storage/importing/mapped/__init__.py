"""A council's own file, read by its mapping as the bot's files."""
