"""What the messages of several features have in common."""
