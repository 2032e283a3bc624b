"""What can be chosen, and what is stored where."""
