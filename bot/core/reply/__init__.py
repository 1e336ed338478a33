"""What people watch: a growing text as Discord messages, and when each is sent."""
