"""What people touch in Discord. A module here is a cog, unless its name starts with an underscore.

Cogs are thin: they turn Discord's events into the use cases' values and back. A cog is
handed what it needs by its `setup`, the only line that looks at the bot's services.
"""
