"""Answers to a question: home, help, the policy, a concern, the workload."""
