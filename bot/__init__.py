"""Tokki, a Discord bot that answers with a language model and lets people watch the answer grow.

The package is a house of floors; docs/architecture.md has its picture.
"""
