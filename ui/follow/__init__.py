"""The screen that is followed."""
