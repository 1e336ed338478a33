"""The page: a window on the sandbox for a person with a browser."""
