"""Camera and person before the training."""
