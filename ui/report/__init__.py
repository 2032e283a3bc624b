"""What came of a session."""
