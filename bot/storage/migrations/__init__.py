"""The history of the schema; opening.py runs it at every start."""
