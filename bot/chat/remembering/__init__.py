"""What an answer is given of what was said, and what people may do with it."""
