"""What was said: turns of a conversation, and what of them the model is sent."""
