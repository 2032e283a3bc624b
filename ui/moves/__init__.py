"""The moves of a video along its time, and editing them."""
