"""The sentences that people read, in the language that is spoken now."""
