"""From a question to an answer that stands: policy, journal, writing, delivery, recovery."""
