"""Measures the conversation: simulated visitors, questions, follow-up chains, messages out of scope; and speed."""
