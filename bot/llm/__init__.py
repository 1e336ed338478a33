"""The model side: any OpenAI-compatible endpoint over aiohttp, and the local model."""
