"""What is about a person: the agreement, milestones, how often, audits."""
