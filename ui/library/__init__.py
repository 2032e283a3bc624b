"""The start screen: videos to follow."""
