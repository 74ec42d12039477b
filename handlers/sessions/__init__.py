"""Booking, moving, cancelling and rebooking a session, groups too, and saying that it was held."""
