"""The model account: its models, prices, tokens and limits."""
