"""The studio: rendered people with exactly known joints, for demo clips and training."""
