"""What can be set, where each value comes from, the personas, and the quotas."""
