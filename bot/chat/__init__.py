"""The use cases: what happens when somebody asks. asyncio, and no library.

What a use case needs from outside stands as a Protocol in ports.py; the adapters in
bot.llm, bot.storage and cogs keep those promises.
"""
