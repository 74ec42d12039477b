"""Preparing for a session: the four prompts, sharing them, and the agenda made of them."""
