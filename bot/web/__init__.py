"""The bot's own HTTP door: a chat for one's site, and what operators look at."""
