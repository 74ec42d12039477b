"""The desk: the embedded platform, a local page over a sample council."""
