"""The desk: the embedded platform, a local page where a sample council is played."""
