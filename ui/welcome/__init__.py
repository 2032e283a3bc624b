"""The first minute: language, where to stand, the first workout."""
