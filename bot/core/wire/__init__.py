"""What a model server sends: bytes, events, chunks."""
