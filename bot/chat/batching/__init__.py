"""Files of questions, answered beside the live ones."""
