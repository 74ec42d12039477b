"""What administrators are told: routes up the line, what is stuck, the review of the policy."""
