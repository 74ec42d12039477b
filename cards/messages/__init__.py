"""One module per message or form, each with its example."""
