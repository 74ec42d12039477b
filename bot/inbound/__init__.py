"""What every chat platform needs on the way in: who asks, once, in time, answered by the handlers."""
