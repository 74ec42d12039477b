"""Every message and form as a platform-neutral value, with example data, and one pure renderer per platform."""
