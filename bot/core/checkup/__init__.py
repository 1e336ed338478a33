"""What the doctor says: facts in, findings out. All times are seconds."""
