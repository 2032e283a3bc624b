"""What was done, by day."""
