"""Pure: values in, values out.

No clock, no loop, no network, no files, no randomness: whoever needs the time or a
number at random is handed it as an argument.
"""
