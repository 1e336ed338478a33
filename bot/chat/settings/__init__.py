"""What holds for a question: settings in layers, and quotas."""
